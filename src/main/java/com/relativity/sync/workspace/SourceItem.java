package com.relativity.sync.workspace;

import java.util.List;
import java.util.Map;

/**
 * An item as the source has it now.
 *
 * @param values by field id, of the class that {@link FieldType} tells; empty ones left out
 * @param folderPath names from below the root folder, joined by a backslash; empty for an item in the root folder or of a type without folders
 * @param natives one where there is one and it was asked for; a source that has several tells them all
 * @param images pages in order; empty where there are none or none were asked for
 */
public record SourceItem(
        long itemId,
        String identifier,
        Map<Long, Object> values,
        String folderPath,
        List<SourceFile> natives,
        List<SourceFile> images) {}
