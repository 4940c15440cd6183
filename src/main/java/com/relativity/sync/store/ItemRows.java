package com.relativity.sync.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.StoredFile;

/** The items of a batch as rows, in the order of the batch, and those that no row can hold. */
final class ItemRows {

    /**
     * @param fields JSON by field id
     * @param images null leaves the pages as they are
     */
    record ItemRow(
            Long sourceItemId,
            String identifier,
            String fields,
            long metadataBytes,
            List<String> folderPath,
            ItemWrite.FileWrite nativeFile,
            List<ItemWrite.PageWrite> images) {

        long fileBytes() {
            return files().mapToLong(StoredFile::sizeBytes).sum();
        }

        private Stream<StoredFile> files() {
            return Stream.concat(
                    Stream.ofNullable(nativeFile).map(ItemWrite.FileWrite::file),
                    Stream.ofNullable(images).flatMap(List::stream).map(ItemWrite.PageWrite::file));
        }
    }

    final Map<String, ItemRow> rows = new LinkedHashMap<>();
    final List<ItemError> refused = new ArrayList<>();
    final List<StoredFile> texts = new ArrayList<>();

    private ItemRows() {}

    static ItemRows of(BatchWrite batch) {
        ItemRows all = new ItemRows();
        for (ItemWrite item : batch.items()) {
            String fault = fault(item);
            if (fault == null) {
                all.add(item);
            } else {
                all.refused.add(new ItemError(item.sourceItemId(), item.identifier(), fault));
            }
        }
        return all;
    }

    /** References to files of the share, each once. */
    Set<String> references() {
        Set<String> references = new HashSet<>();
        texts.forEach(text -> references.add(text.reference()));
        rows.values().forEach(row -> row.files().forEach(file -> references.add(file.reference())));
        return references;
    }

    private void add(ItemWrite item) {
        String fields = FieldValues.encode(item.values());
        long bytes = fields.getBytes(StandardCharsets.UTF_8).length;
        for (Object value : item.values().values()) {
            if (value instanceof StoredFile text) {
                texts.add(text);
                bytes += text.sizeBytes();
            }
        }
        rows.put(
                item.identifier(),
                new ItemRow(
                        item.sourceItemId(),
                        item.identifier(),
                        fields,
                        bytes,
                        item.folderPath(),
                        item.nativeFile(),
                        item.images()));
    }

    private static String fault(ItemWrite item) {
        String identifier = Names.identifierFault(item.identifier());
        if (identifier != null) {
            return identifier;
        }
        String folder = Names.folderFault(item.folderPath());
        if (folder != null) {
            return folder;
        }
        boolean holdsNul = item.values().values().stream().anyMatch(ItemRows::holdsNul)
                || (item.nativeFile() != null && holdsNul(item.nativeFile().fileName()))
                || (item.images() != null
                        && item.images().stream()
                                .anyMatch(page -> holdsNul(page.identifier()) || holdsNul(page.fileName())));
        return holdsNul ? "A value holds the character U+0000, which cannot be stored; remove it." : null;
    }

    private static boolean holdsNul(Object value) {
        if (value instanceof List<?> names) {
            return names.stream().anyMatch(ItemRows::holdsNul);
        }
        return value instanceof String text && text.indexOf('\0') >= 0;
    }
}
