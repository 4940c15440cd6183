package com.relativity.sync.workspace;

import java.util.List;
import java.util.Map;

/** A document or another object of {@link InMemoryWorkspaces}. */
record InMemoryItem(
        long itemId,
        long objectTypeId,
        String identifier,
        Map<Long, Object> values,
        String folderPath,
        SourceFile nativeFile,
        List<InMemoryPage> originals) {

    InMemoryItem with(String newIdentifier, Map<Long, Object> newValues) {
        return new InMemoryItem(
                itemId, objectTypeId, newIdentifier, Map.copyOf(newValues), folderPath, nativeFile, originals);
    }

    InMemoryItem withOriginals(List<InMemoryPage> pages) {
        return new InMemoryItem(itemId, objectTypeId, identifier, values, folderPath, nativeFile, List.copyOf(pages));
    }

    /** @param identifier of the page */
    record InMemoryPage(String identifier, SourceFile file) {}
}
