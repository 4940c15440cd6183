package com.relativity.sync.store;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.relativity.sync.workspace.Field;

/** What became of the lines of a load file. */
public record ImportResult(
        @Schema(description = "Lines that became new items.")
        long imported,

        @Schema(description = "Lines whose item existed and was overwritten.")
        long updated,

        @Schema(description = "Lines that could not be taken and changed nothing.")
        long failed,

        @Schema(description = "The first of the lines that failed, in order; failed counts all.")
        List<LineError> errors,

        @Schema(description = "The fields that the columns went into.")
        List<Field> fields) {

    public record LineError(
            @Schema(description = "Line of the file in which the row starts, from 1.")
            long line,

            @Schema(description = "Null where it cannot be read.")
            String identifier,

            String message) {}
}
