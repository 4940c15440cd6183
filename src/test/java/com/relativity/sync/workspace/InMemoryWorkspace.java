package com.relativity.sync.workspace;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.relativity.sync.workspace.InMemoryItem.InMemoryPage;

/** The state of one workspace of {@link InMemoryWorkspaces}. */
final class InMemoryWorkspace {

    final LongSupplier ids;
    Workspace workspace;
    final Map<Long, ObjectType> types = new TreeMap<>();
    final Map<Long, Field> fields = new TreeMap<>();
    final Map<Long, Folder> folders = new TreeMap<>();
    final Map<Long, SavedSearch> searches = new TreeMap<>();
    final Map<Long, View> views = new TreeMap<>();
    final Map<Long, Production> productions = new TreeMap<>();
    /** Searches for tags, by what they ask for. */
    final Map<List<Object>, SavedSearch> tagSearches = new HashMap<>();
    /** What a saved search or a view finds; everything where nothing is said. */
    final Map<Long, Predicate<InMemoryItem>> conditions = new HashMap<>();

    final Map<Long, InMemoryItem> items = new TreeMap<>();
    /** The chain that only named an item, by item. */
    final Map<Long, Long> namedBy = new HashMap<>();
    /** Pages by production and document. */
    final Map<Long, Map<Long, List<InMemoryPage>>> produced = new HashMap<>();

    final Map<String, SourceFile> share = new HashMap<>();
    final Map<Long, TreeMap<Long, BatchReceipt>> receipts = new HashMap<>();
    final Map<Long, Integer> attempts = new HashMap<>();
    final Map<Long, Integer> closed = new HashMap<>();

    InMemoryWorkspace(long workspaceId, String name, LongSupplier ids) {
        this.ids = ids;
        this.workspace = new Workspace(workspaceId, name, ids.getAsLong(), ids.getAsLong());
        folders.put(workspace.rootFolderId(), new Folder(workspace.rootFolderId(), name, null));
        types.put(workspace.documentTypeId(), new ObjectType(workspace.documentTypeId(), "Document"));
        addField(
                workspace.documentTypeId(),
                new NewField("Control Number", FieldType.FixedLengthText, null, null, null),
                true);
    }

    void rename(String name) {
        workspace = new Workspace(workspace.workspaceId(), name, workspace.rootFolderId(), workspace.documentTypeId());
    }

    ObjectType addType(String name) {
        var type = new ObjectType(ids.getAsLong(), name);
        types.put(type.objectTypeId(), type);
        addField(type.objectTypeId(), new NewField("Name", FieldType.FixedLengthText, null, null, null), true);
        return type;
    }

    Optional<ObjectType> type(String name) {
        return types.values().stream().filter(type -> type.name().equals(name)).findFirst();
    }

    Field addField(long objectTypeId, NewField wanted, boolean identifies) {
        var field = new Field(
                ids.getAsLong(),
                objectTypeId,
                wanted.name(),
                wanted.type(),
                identifies,
                wanted.overlayBehavior() == null ? OverlayBehavior.ReplaceValues : wanted.overlayBehavior(),
                wanted.type() != FieldType.FixedLengthText ? null : wanted.length() == null ? 255 : wanted.length(),
                wanted.associatedObjectTypeId());
        fields.put(field.fieldId(), field);
        return field;
    }

    Stream<Field> fieldsOf(long objectTypeId) {
        return fields.values().stream()
                .filter(field -> field.objectTypeId() == objectTypeId)
                .sorted(Comparator.comparing(Field::isIdentifier).reversed().thenComparing(Field::fieldId));
    }

    Field identifierOf(long objectTypeId) {
        return fieldsOf(objectTypeId).findFirst().orElseThrow();
    }

    Folder addFolder(String name, long parentFolderId) {
        var folder = new Folder(ids.getAsLong(), name, parentFolderId);
        folders.put(folder.folderId(), folder);
        return folder;
    }

    /** The path below the root of a folder and the names under it, made where they are missing. */
    String path(Long baseFolderId, List<String> names) {
        long folderId = baseFolderId == null ? workspace.rootFolderId() : baseFolderId;
        for (String name : names) {
            long parent = folderId;
            folderId = folders.values().stream()
                    .filter(folder -> Objects.equals(folder.parentFolderId(), parent)
                            && folder.name().equals(name))
                    .findFirst()
                    .orElseGet(() -> addFolder(name, parent))
                    .folderId();
        }
        var parts = new ArrayList<String>();
        for (var at = folders.get(folderId); at.parentFolderId() != null; at = folders.get(at.parentFolderId())) {
            parts.add(0, at.name());
        }
        return String.join("\\", parts);
    }

    Stream<InMemoryItem> itemsOf(long objectTypeId) {
        return items.values().stream().filter(item -> item.objectTypeId() == objectTypeId);
    }

    Optional<InMemoryItem> item(long objectTypeId, String identifier) {
        return itemsOf(objectTypeId)
                .filter(item -> item.identifier().equals(identifier))
                .findFirst();
    }

    /** An object with values beside its name. */
    InMemoryItem addItem(long objectTypeId, String identifier, Map<Long, Object> values) {
        var all = new HashMap<>(values);
        all.put(identifierOf(objectTypeId).fieldId(), identifier);
        all.values().removeIf(Objects::isNull);
        var item = new InMemoryItem(ids.getAsLong(), objectTypeId, identifier, Map.copyOf(all), "", null, List.of());
        items.put(item.itemId(), item);
        return item;
    }

    /** Makes the object that a name of a field stands for. */
    void makeObject(Field field, String name, Long chain) {
        if (item(field.associatedObjectTypeId(), name).isEmpty()) {
            var made = addItem(field.associatedObjectTypeId(), name, Map.of());
            if (chain != null) {
                namedBy.put(made.itemId(), chain);
            }
        }
    }

    Stream<InMemoryItem> foundBy(long savedSearchId) {
        return searches.containsKey(savedSearchId)
                ? itemsOf(workspace.documentTypeId()).filter(item -> finds(savedSearchId, item))
                : Stream.of();
    }

    boolean finds(long searchOrView, InMemoryItem item) {
        return conditions.getOrDefault(searchOrView, all -> true).test(item);
    }

    boolean isInProduction(long productionId, InMemoryItem item) {
        return produced.getOrDefault(productionId, Map.of()).containsKey(item.itemId());
    }

    List<InMemoryPage> pages(InMemoryItem item, ImageChoice choice) {
        return choice.productionIds().stream()
                .filter(productionId -> isInProduction(productionId, item))
                .findFirst()
                .map(productionId -> produced.get(productionId).get(item.itemId()))
                .orElse(choice.originals() ? item.originals() : List.of());
    }

    void setPages(Long productionId, InMemoryItem item, List<InMemoryPage> pages) {
        if (productionId == null) {
            items.put(item.itemId(), item.withOriginals(pages));
        } else if (pages.isEmpty()) {
            produced.getOrDefault(productionId, new HashMap<>()).remove(item.itemId());
        } else {
            produced.computeIfAbsent(productionId, first -> new LinkedHashMap<>())
                    .put(item.itemId(), List.copyOf(pages));
        }
    }

    static boolean same(Object one, Object other) {
        return one instanceof BigDecimal number && other instanceof BigDecimal otherNumber
                ? number.compareTo(otherNumber) == 0
                : Objects.equals(one, other);
    }

    /** Where an object of the new name is there already, the old one goes into it. */
    void rename(long objectTypeId, String from, String to) {
        var object = item(objectTypeId, from).orElse(null);
        if (object == null || from.equals(to)) {
            return;
        }
        if (item(objectTypeId, to).isPresent()) {
            items.remove(object.itemId());
        } else {
            var values = new HashMap<>(object.values());
            values.put(identifierOf(objectTypeId).fieldId(), to);
            items.put(object.itemId(), object.with(to, values));
        }
        fields.values().stream()
                .filter(field -> Objects.equals(field.associatedObjectTypeId(), objectTypeId))
                .forEach(field -> renameIn(field, from, to));
    }

    private void renameIn(Field field, String from, String to) {
        for (InMemoryItem item : List.copyOf(items.values())) {
            Object value = item.values().get(field.fieldId());
            if (value == null) {
                continue;
            }
            var values = new HashMap<>(item.values());
            values.put(
                    field.fieldId(),
                    value instanceof List<?> names
                            ? names.stream()
                                    .map(name -> name.equals(from) ? to : name)
                                    .distinct()
                                    .toList()
                            : value.equals(from) ? to : value);
            items.put(item.itemId(), item.with(item.identifier(), values));
        }
    }
}
