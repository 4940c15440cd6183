package com.relativity.sync.engine.transfer;

import java.util.List;
import java.util.Set;

import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.WriteMode;

/**
 * What is done with every item of a run, worked out once an attempt.
 *
 * @param columns every mapped pair of fields, the identifier's among them
 * @param folderId destination folder that new documents go to
 * @param retainFolders whether the source's folder path is repeated under it
 */
public record TransferPlan(
        List<Column> columns,
        long objectTypeId,
        WriteMode mode,
        Set<Long> mergedFieldIds,
        Long folderId,
        boolean retainFolders,
        boolean moveExisting,
        boolean copyNatives) {

    /** Values of {@code source} go into {@code destination}. */
    public record Column(Field source, Field destination) {}

    List<Long> sourceFieldIds() {
        return columns.stream().map(column -> column.source().fieldId()).toList();
    }
}
