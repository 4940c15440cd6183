package com.relativity.sync.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

import com.relativity.sync.problem.LeaseLost;

/** A gateway whose workspaces live in a map, with methods to furnish them. Every change is atomic. */
public final class InMemoryWorkspaces implements WorkspaceGateway {

    private static final class Room {
        private Workspace workspace;
        private final Map<Long, Field> fields = new TreeMap<>();
        private final Map<Long, Folder> folders = new TreeMap<>();
        private final Map<Long, SavedSearch> searches = new TreeMap<>();
        private final Map<Long, Set<String>> found = new HashMap<>();
        private final Map<Long, SourceItem> items = new TreeMap<>();
        private final Map<String, byte[]> share = new HashMap<>();
        private final Map<Long, TreeMap<Long, BatchReceipt>> receipts = new HashMap<>();
        private final Map<Long, Integer> attempts = new HashMap<>();
        private final Map<Long, Integer> closed = new HashMap<>();
    }

    private final Map<Long, Room> rooms = new HashMap<>();
    private long lastId = 1_000;

    /** The gateways of the port, all of them this one. */
    public WorkspaceGateways gateways() {
        return new WorkspaceGateways(this);
    }

    /** A workspace with a root folder and the identifier field {@code Control Number}. */
    public synchronized Workspace addWorkspace(String name) {
        var room = new Room();
        long workspaceId = ++lastId;
        room.workspace = new Workspace(workspaceId, name, ++lastId, ++lastId);
        room.folders.put(room.workspace.rootFolderId(), new Folder(room.workspace.rootFolderId(), name, null));
        rooms.put(workspaceId, room);
        field(room, "Control Number", FieldType.FixedLengthText, true);
        return room.workspace;
    }

    public synchronized void removeWorkspace(Workspace workspace) {
        rooms.remove(workspace.workspaceId());
    }

    public synchronized Field addField(Workspace workspace, String name, FieldType type) {
        return field(room(workspace), name, type, false);
    }

    public synchronized void removeField(Workspace workspace, Field field) {
        room(workspace).fields.remove(field.fieldId());
    }

    public synchronized Field identifier(Workspace workspace) {
        return room(workspace).fields.values().stream()
                .filter(Field::isIdentifier)
                .findFirst()
                .orElseThrow();
    }

    /** A search that finds all documents. */
    public synchronized SavedSearch addSavedSearch(Workspace workspace, String name, String owner) {
        var search = new SavedSearch(++lastId, name, owner);
        room(workspace).searches.put(search.savedSearchId(), search);
        return search;
    }

    /** A public search that finds the documents of these identifiers. */
    public synchronized SavedSearch addSavedSearchOf(Workspace workspace, String name, Set<String> identifiers) {
        var search = addSavedSearch(workspace, name, null);
        room(workspace).found.put(search.savedSearchId(), identifiers);
        return search;
    }

    public synchronized Folder addFolder(Workspace workspace, String name, long parentFolderId) {
        return folder(room(workspace), name, parentFolderId);
    }

    /** Adds a document; its identifier's value need not be among {@code values}. */
    public synchronized SourceItem addDocument(
            Workspace workspace,
            String identifier,
            Map<Long, Object> values,
            String folderPath,
            SourceFile nativeFile) {
        var all = new HashMap<>(values);
        all.put(identifier(workspace).fieldId(), identifier);
        var item = new SourceItem(++lastId, identifier, all, folderPath, nativeFile, List.of());
        room(workspace).items.put(item.itemId(), item);
        return item;
    }

    /** All documents in the order of their ids. */
    public synchronized List<SourceItem> documents(Workspace workspace) {
        return List.copyOf(room(workspace).items.values());
    }

    @Override
    public Uni<Optional<Workspace>> workspace(long workspaceId) {
        return answer(() -> Optional.ofNullable(rooms.get(workspaceId)).map(room -> room.workspace));
    }

    @Override
    public Uni<List<Field>> fields(long workspaceId, long objectTypeId) {
        return answer(() -> room(workspaceId).fields.values().stream()
                .filter(field -> field.objectTypeId() == objectTypeId)
                .sorted(Comparator.comparing(Field::isIdentifier).reversed().thenComparing(Field::fieldId))
                .toList());
    }

    @Override
    public Uni<Optional<Folder>> folder(long workspaceId, long folderId) {
        return answer(() -> Optional.ofNullable(room(workspaceId).folders.get(folderId)));
    }

    @Override
    public Uni<Optional<SavedSearch>> savedSearch(long workspaceId, long savedSearchId) {
        return answer(() -> Optional.ofNullable(room(workspaceId).searches.get(savedSearchId)));
    }

    @Override
    public Uni<List<Long>> itemIds(long workspaceId, DataSource source, long afterItemId, int limit) {
        return answer(() -> {
            var room = room(workspaceId);
            long searchId = ((DataSource.SavedSearchDocuments) source).savedSearchId();
            if (!room.searches.containsKey(searchId)) {
                return List.of();
            }
            Set<String> found = room.found.get(searchId);
            return room.items.values().stream()
                    .filter(item -> item.itemId() > afterItemId)
                    .filter(item -> found == null || found.contains(item.identifier()))
                    .map(SourceItem::itemId)
                    .limit(limit)
                    .toList();
        });
    }

    @Override
    public Uni<List<SourceItem>> read(long workspaceId, ItemSelection selection) {
        return answer(() -> selection.itemIds().stream()
                .map(room(workspaceId).items::get)
                .filter(Objects::nonNull)
                .map(item -> new SourceItem(
                        item.itemId(),
                        item.identifier(),
                        item.values().entrySet().stream()
                                .filter(value -> selection.fieldIds().contains(value.getKey()))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                        item.folderPath(),
                        selection.natives() ? item.nativeFile() : null,
                        List.of()))
                .toList());
    }

    @Override
    public Uni<StoredFile> store(long workspaceId, FileContent content) {
        return Uni.createFrom()
                .item(() -> {
                    try (InputStream bytes = content.open()) {
                        return keep(workspaceId, bytes.readAllBytes());
                    } catch (IOException unreadable) {
                        throw new java.io.UncheckedIOException(unreadable);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private synchronized StoredFile keep(long workspaceId, byte[] bytes) {
        String sha256 = sha256(bytes);
        room(workspaceId).share.put(sha256, bytes);
        return new StoredFile(sha256, bytes.length, sha256);
    }

    @Override
    public Uni<Optional<ObjectType>> objectType(long workspaceId, long objectTypeId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Optional<View>> view(long workspaceId, long viewId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Optional<Production>> production(long workspaceId, long productionId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<StoredFile> link(long workspaceId, SourceFile file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<ObjectType> ensureObjectType(long workspaceId, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Field> ensureField(long workspaceId, long objectTypeId, NewField field) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> ensureObject(long workspaceId, long objectTypeId, String identifier, Map<Long, Object> values) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<List<String>> objectsWith(long workspaceId, long objectTypeId, long fieldId, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> renameObject(long workspaceId, long objectTypeId, String from, String to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<SavedSearch> ensureSavedSearch(long workspaceId, String name, long fieldId, String objectName) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> closeProduction(long workspaceId, long productionId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<BatchReceipt> write(long workspaceId, BatchKey key, int attempt, BatchWrite batch) {
        return answer(() -> {
            var room = room(workspaceId);
            int closedAt = room.closed.getOrDefault(key.jobId(), 0);
            int seen = room.attempts.getOrDefault(key.jobId(), 0);
            if (attempt < seen || attempt <= closedAt) {
                throw new LeaseLost(key.jobId(), attempt);
            }
            room.attempts.put(key.jobId(), attempt);
            var receipts = room.receipts.computeIfAbsent(key.jobId(), job -> new TreeMap<>());
            return receipts.computeIfAbsent(key.firstPosition(), position -> write(room, key, batch));
        });
    }

    private BatchReceipt write(Room room, BatchKey key, BatchWrite batch) {
        var errors = new ArrayList<>(batch.refused());
        Map<String, SourceItem> existing =
                room.items.values().stream().collect(Collectors.toMap(SourceItem::identifier, item -> item));
        long fileBytes = 0;
        int transferred = 0;
        for (ItemWrite item : batch.items()) {
            SourceItem old = existing.get(item.identifier());
            if (old != null && batch.mode() == WriteMode.CREATE) {
                errors.add(ItemError.alreadyExists(item.sourceItemId(), item.identifier()));
            } else if (old == null && batch.mode() == WriteMode.UPDATE) {
                errors.add(ItemError.doesNotExist(item.sourceItemId(), item.identifier()));
            } else {
                put(room, old, item, batch);
                fileBytes +=
                        item.nativeFile() == null ? 0 : item.nativeFile().file().sizeBytes();
                transferred++;
            }
        }
        return new BatchReceipt(key, batch.total(), transferred, 0, fileBytes, List.copyOf(errors));
    }

    private void put(Room room, SourceItem old, ItemWrite item, BatchWrite batch) {
        var values = new HashMap<Long, Object>(old == null ? Map.of() : old.values());
        item.values().forEach((field, value) -> {
            if (value == null) {
                if (!batch.mergedFieldIds().contains(field)) {
                    values.remove(field);
                }
            } else if (batch.mergedFieldIds().contains(field) && values.get(field) instanceof List<?> before) {
                var both = new LinkedHashSet<Object>(before);
                both.addAll((List<?>) value);
                values.put(field, List.copyOf(both));
            } else {
                values.put(field, value instanceof StoredFile text ? longText(room, text) : value);
            }
        });
        boolean moves = old == null || batch.moveExisting();
        String path = moves ? path(room, batch.folderId(), item.folderPath()) : old.folderPath();
        var file = item.nativeFile() == null
                ? (old == null ? null : old.nativeFile())
                : nativeFile(room, item.nativeFile());
        long itemId = old == null ? ++lastId : old.itemId();
        room.items.put(itemId, new SourceItem(itemId, item.identifier(), values, path, file, List.of()));
    }

    private static LongText longText(Room room, StoredFile text) {
        return new LongText(text.sizeBytes(), text.sha256(), bytes(room, text));
    }

    private static SourceFile nativeFile(Room room, ItemWrite.FileWrite written) {
        var file = written.file();
        return new SourceFile(
                written.fileName(),
                file.sizeBytes(),
                file.sha256(),
                false,
                file.reference(),
                file.reference(),
                bytes(room, file));
    }

    private static FileContent bytes(Room room, StoredFile file) {
        byte[] bytes = room.share.get(file.reference());
        return () -> new ByteArrayInputStream(bytes);
    }

    private String path(Room room, Long baseFolderId, List<String> names) {
        long folderId = baseFolderId == null ? room.workspace.rootFolderId() : baseFolderId;
        for (String name : names) {
            long parent = folderId;
            folderId = room.folders.values().stream()
                    .filter(folder -> Objects.equals(folder.parentFolderId(), parent)
                            && folder.name().equals(name))
                    .findFirst()
                    .orElseGet(() -> folder(room, name, parent))
                    .folderId();
        }
        var parts = new ArrayList<String>();
        for (var at = room.folders.get(folderId);
                at.parentFolderId() != null;
                at = room.folders.get(at.parentFolderId())) {
            parts.add(0, at.name());
        }
        return String.join("\\", parts);
    }

    @Override
    public Uni<List<BatchReceipt>> receipts(long workspaceId, long jobId, long fromPosition) {
        return answer(() -> List.copyOf(room(workspaceId)
                .receipts
                .getOrDefault(jobId, new TreeMap<>())
                .tailMap(fromPosition)
                .values()));
    }

    @Override
    public Uni<Void> close(long workspaceId, long jobId, int attempt) {
        return answer(() -> {
            room(workspaceId).closed.merge(jobId, attempt, Math::max);
            return null;
        });
    }

    @Override
    public Uni<Void> forget(long workspaceId, long jobId) {
        return answer(() -> {
            room(workspaceId).receipts.remove(jobId);
            return null;
        });
    }

    private <T> Uni<T> answer(Supplier<T> work) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                return work.get();
            }
        });
    }

    private Room room(Workspace workspace) {
        return room(workspace.workspaceId());
    }

    private Room room(long workspaceId) {
        var room = rooms.get(workspaceId);
        return room == null ? new Room() : room;
    }

    private Field field(Room room, String name, FieldType type, boolean isIdentifier) {
        var field = new Field(
                ++lastId,
                room.workspace.documentTypeId(),
                name,
                type,
                isIdentifier,
                OverlayBehavior.ReplaceValues,
                type == FieldType.FixedLengthText ? 255 : null,
                null);
        room.fields.put(field.fieldId(), field);
        return field;
    }

    private Folder folder(Room room, String name, long parentFolderId) {
        var folder = new Folder(++lastId, name, parentFolderId);
        room.folders.put(folder.folderId(), folder);
        return folder;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
