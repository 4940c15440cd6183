package com.relativity.sync.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import com.relativity.sync.store.Choices.ChoicePath;
import com.relativity.sync.store.NamedObjects.NamedObject;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.StoredFile;

/** The items of a batch as rows, in the order of the batch, and those that no row can hold. */
final class ItemRows {

    /**
     * An item.
     *
     * @param fields JSON by field id
     * @param named what it names: choices and objects, by field id
     * @param images null leaves the pages as they are
     */
    record ItemRow(
            Long sourceItemId,
            String identifier,
            String fields,
            Map<Long, Object> named,
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
    final List<NamedObject> tagObjects;
    private final Map<Long, Field> fields;
    private final List<Field> namingFields;
    private final List<Field> userFields;
    private final Map<String, String> users;

    private ItemRows(Map<Long, Field> fields, Map<String, String> users, List<NamedObject> tagObjects) {
        this.fields = fields;
        this.namingFields = fields.values().stream()
                .filter(field -> field.type().isChoice() || field.type().isObject())
                .toList();
        this.userFields = fields.values().stream()
                .filter(field -> field.type() == FieldType.User)
                .toList();
        this.users = users;
        this.tagObjects = tagObjects;
    }

    /**
     * @param fields by id, all that the batch names
     * @param users by address as the batch names them
     * @param tagObjects what the tags of the batch's sources name
     */
    static ItemRows of(
            BatchWrite batch, Map<Long, Field> fields, Map<String, String> users, List<NamedObject> tagObjects) {
        ItemRows all = new ItemRows(fields, users, tagObjects);
        for (ItemWrite item : batch.items()) {
            String fault = all.fault(item);
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

    /** Object types, those of documents left out, whose objects the batch may write or name. */
    Set<Long> namedTypes(BatchWrite batch) {
        Set<Long> types = new HashSet<>();
        if (batch.folderId() == null) {
            types.add(batch.objectTypeId());
        }
        tagObjects.forEach(tag -> types.add(tag.objectTypeId()));
        fields.values().stream()
                .filter(field -> field.type().isObject() && field.associatedObjectTypeId() != null)
                .forEach(field -> types.add(field.associatedObjectTypeId()));
        return types;
    }

    /** The choices that {@code of} names, each once. */
    Set<ChoicePath> choices(Collection<ItemRow> of) {
        Set<ChoicePath> choices = new LinkedHashSet<>();
        forEachName(of, (field, name) -> {
            if (!field.type().isObject()) {
                choices.add(new ChoicePath(field.fieldId(), name));
            }
        });
        return choices;
    }

    /** The objects that {@code of} and the tags of its sources name, each once. */
    Set<NamedObject> objects(Collection<ItemRow> of) {
        Set<NamedObject> objects = new LinkedHashSet<>(of.isEmpty() ? List.of() : tagObjects);
        forEachName(of, (field, name) -> {
            if (field.type().isObject()) {
                objects.add(new NamedObject(field.associatedObjectTypeId(), name));
            }
        });
        return objects;
    }

    private void forEachName(Collection<ItemRow> of, BiConsumer<Field, String> action) {
        of.forEach(row -> row.named().forEach((fieldId, value) -> {
            Field field = fields.get(fieldId);
            if (value instanceof List<?> names) {
                names.forEach(name -> action.accept(field, (String) name));
            } else {
                action.accept(field, (String) value);
            }
        }));
    }

    private void add(ItemWrite item) {
        Map<Long, Object> named = new HashMap<>();
        for (Field field : namingFields) {
            Object value = item.values().get(field.fieldId());
            if (value != null && !"".equals(value)) {
                named.put(field.fieldId(), value);
            }
        }
        Map<Long, Object> values = userFields.isEmpty() ? item.values() : new HashMap<>(item.values());
        for (Field field : userFields) {
            values.computeIfPresent(field.fieldId(), (id, email) -> users.get(email));
        }
        String document = FieldValues.encode(values);
        long bytes = document.getBytes(StandardCharsets.UTF_8).length;
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
                        document,
                        named,
                        bytes,
                        item.folderPath(),
                        item.nativeFile(),
                        item.images()));
    }

    private String fault(ItemWrite item) {
        String identifier = Names.identifierFault(item.identifier());
        if (identifier != null) {
            return identifier;
        }
        String folder = Names.folderFault(item.folderPath());
        if (folder != null) {
            return folder;
        }
        for (Map.Entry<Long, Object> value : item.values().entrySet()) {
            String fault = FieldRules.fault(fields.get(value.getKey()), value.getValue(), users);
            if (fault != null) {
                return fault;
            }
        }
        if (item.nativeFile() != null && holdsNul(item.nativeFile().fileName())) {
            return "The name of the native holds the character U+0000, which cannot be stored; rename the file.";
        }
        boolean badPage = item.images() != null
                && item.images().stream().anyMatch(page -> holdsNul(page.identifier()) || holdsNul(page.fileName()));
        return badPage
                ? "The name of a page holds the character U+0000, which cannot be stored; rename the page."
                : null;
    }

    private static boolean holdsNul(String text) {
        return text.indexOf('\0') >= 0;
    }
}
