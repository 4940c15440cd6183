package com.relativity.sync.store;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.relativity.sync.workspace.Field;

/** What became of the lines of a load file, or of the documents of an Opticon file. */
public record ImportResult(
        @Schema(description = "Lines, or documents of an Opticon file, that became new items.")
        long imported,

        @Schema(description = "Those whose item existed and was overwritten.")
        long updated,

        @Schema(description = "Those that could not be taken and changed nothing.")
        long failed,

        @Schema(description = "The first of those that failed, in order; failed counts all.")
        List<LineError> errors,

        @Schema(description = "The fields that the columns went into.")
        List<Field> fields) {

    public record LineError(
            @Schema(description = "Line of the file in which the row, or that of the bad page, starts; from 1.")
            long line,

            @Schema(description = "Null where it cannot be read.")
            String identifier,

            String message) {}
}
