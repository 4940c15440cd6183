package com.relativity.sync.workspace;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A document or another object of {@link InMemoryWorkspaces}. */
record InMemoryItem(
        long itemId,
        long objectTypeId,
        String identifier,
        Map<Long, Object> values,
        String folderPath,
        List<SourceFile> natives,
        List<InMemoryPage> originals) {

    InMemoryItem with(String newIdentifier, Map<Long, Object> newValues) {
        return new InMemoryItem(
                itemId, objectTypeId, newIdentifier, Map.copyOf(newValues), folderPath, natives, originals);
    }

    InMemoryItem withOriginals(List<InMemoryPage> pages) {
        return new InMemoryItem(itemId, objectTypeId, identifier, values, folderPath, natives, List.copyOf(pages));
    }

    InMemoryItem withAnother(SourceFile another) {
        var all = Stream.concat(natives.stream(), Stream.of(another)).toList();
        return new InMemoryItem(itemId, objectTypeId, identifier, values, folderPath, all, originals);
    }

    /** @param identifier of the page */
    record InMemoryPage(String identifier, SourceFile file) {}
}
