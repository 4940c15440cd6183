package com.relativity.sync.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.workspace.InMemoryItem.InMemoryPage;

/** A gateway whose workspaces live in a map, with methods to furnish them. Every change is atomic. */
public final class InMemoryWorkspaces implements WorkspaceGateway {

    private final Map<Long, InMemoryWorkspace> rooms = new HashMap<>();
    private Map<String, String> users;
    private long lastId = 1_000;

    /** The gateways of the port, all of them this one. */
    public WorkspaceGateways gateways() {
        return new WorkspaceGateways(this);
    }

    // Furnishing

    /** A workspace with a root folder and the identifier field {@code Control Number}. */
    public synchronized Workspace addWorkspace(String name) {
        var room = new InMemoryWorkspace(++lastId, name, () -> ++lastId);
        rooms.put(room.workspace.workspaceId(), room);
        return room.workspace;
    }

    public synchronized void removeWorkspace(Workspace workspace) {
        rooms.remove(workspace.workspaceId());
    }

    /** The same workspace under another name. */
    public synchronized void renameWorkspace(Workspace workspace, String name) {
        room(workspace).rename(name);
    }

    public synchronized ObjectType addObjectType(Workspace workspace, String name) {
        return room(workspace).addType(name);
    }

    /** A field of documents; one that holds objects gets an object type of its own name. */
    public synchronized Field addField(Workspace workspace, String name, FieldType type) {
        Long associated = type.isObject() ? room(workspace).addType(name).objectTypeId() : null;
        return addField(workspace, workspace.documentTypeId(), new NewField(name, type, null, null, associated));
    }

    public synchronized Field addField(Workspace workspace, long objectTypeId, NewField field) {
        return room(workspace).addField(objectTypeId, field, false);
    }

    public synchronized void removeField(Workspace workspace, Field field) {
        room(workspace).fields.remove(field.fieldId());
    }

    public synchronized Field identifier(Workspace workspace) {
        return identifier(workspace, workspace.documentTypeId());
    }

    public synchronized Field identifier(Workspace workspace, long objectTypeId) {
        return room(workspace).identifierOf(objectTypeId);
    }

    /** A user of all workspaces; from the first one on, nobody else is. */
    public synchronized void addUser(String email) {
        users = users == null ? new HashMap<>() : users;
        users.put(email.toLowerCase(Locale.ROOT), email);
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
        room(workspace).conditions.put(search.savedSearchId(), item -> identifiers.contains(item.identifier()));
        return search;
    }

    /** A view of all objects of a type. */
    public synchronized View addView(Workspace workspace, String name, long objectTypeId) {
        var view = new View(++lastId, name, objectTypeId);
        room(workspace).views.put(view.viewId(), view);
        return view;
    }

    public synchronized Production addProduction(Workspace workspace, String name) {
        var production = new Production(++lastId, name, Production.Status.New, false);
        room(workspace).productions.put(production.productionId(), production);
        return production;
    }

    public synchronized Folder addFolder(Workspace workspace, String name, long parentFolderId) {
        return room(workspace).addFolder(name, parentFolderId);
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
        var item = new InMemoryItem(
                ++lastId,
                workspace.documentTypeId(),
                identifier,
                Map.copyOf(all),
                folderPath,
                nativeFile == null ? List.of() : List.of(nativeFile),
                List.of());
        room(workspace).items.put(item.itemId(), item);
        return sourceItem(item);
    }

    /** Adds an object; its identifier's value need not be among {@code values}. Answers with its id. */
    public synchronized long addObject(
            Workspace workspace, long objectTypeId, String identifier, Map<Long, Object> values) {
        return room(workspace).addItem(objectTypeId, identifier, values).itemId();
    }

    /** Gives a document pages: its originals, or those in a production, which is produced with them. */
    public synchronized void addPages(
            Workspace workspace, Long productionId, String documentIdentifier, List<SourceFile> files) {
        var room = room(workspace);
        var item = room.item(workspace.documentTypeId(), documentIdentifier).orElseThrow();
        room.setPages(
                productionId,
                item,
                IntStream.range(0, files.size())
                        .mapToObj(at -> new InMemoryPage(documentIdentifier + "#" + at, files.get(at)))
                        .toList());
        if (productionId != null) {
            var production = room.productions.get(productionId);
            room.productions.put(
                    productionId,
                    new Production(productionId, production.name(), Production.Status.Produced, production.readOnly()));
        }
    }

    public synchronized void removeItem(Workspace workspace, long itemId) {
        room(workspace).items.remove(itemId);
    }

    // Looking

    /** Gives a document one more native. */
    public synchronized void addNative(Workspace workspace, SourceItem document, SourceFile another) {
        room(workspace).items.computeIfPresent(document.itemId(), (itemId, item) -> item.withAnother(another));
    }

    /** All documents in the order of their ids, with their original images. */
    public synchronized List<SourceItem> documents(Workspace workspace) {
        return objects(workspace, workspace.documentTypeId());
    }

    /** All objects of a type in the order of their ids. */
    public synchronized List<SourceItem> objects(Workspace workspace, long objectTypeId) {
        return room(workspace)
                .itemsOf(objectTypeId)
                .map(InMemoryWorkspaces::sourceItem)
                .toList();
    }

    public synchronized boolean hasObjectType(Workspace workspace, String name) {
        return room(workspace).type(name).isPresent();
    }

    /** The identifiers of a document's pages in order: its originals, or those in a production. */
    public synchronized List<String> pages(Workspace workspace, Long productionId, String documentIdentifier) {
        var room = room(workspace);
        var choice = productionId == null ? ImageChoice.ORIGINALS : new ImageChoice(List.of(productionId), false);
        return room
                .item(workspace.documentTypeId(), documentIdentifier)
                .map(item -> room.pages(item, choice))
                .orElse(List.of())
                .stream()
                .map(InMemoryPage::identifier)
                .toList();
    }

    private static SourceItem sourceItem(InMemoryItem item) {
        return new SourceItem(
                item.itemId(),
                item.identifier(),
                item.values(),
                item.folderPath(),
                item.natives(),
                item.originals().stream().map(InMemoryPage::file).toList());
    }

    // The port

    @Override
    public Uni<Optional<Workspace>> workspace(long workspaceId) {
        return answer(() -> Optional.ofNullable(rooms.get(workspaceId)).map(room -> room.workspace));
    }

    @Override
    public Uni<List<Field>> fields(long workspaceId, long objectTypeId) {
        return answer(() -> room(workspaceId).fieldsOf(objectTypeId).toList());
    }

    @Override
    public Uni<Optional<ObjectType>> objectType(long workspaceId, long objectTypeId) {
        return answer(() -> Optional.ofNullable(room(workspaceId).types.get(objectTypeId)));
    }

    @Override
    public Uni<Optional<View>> view(long workspaceId, long viewId) {
        return answer(() -> Optional.ofNullable(room(workspaceId).views.get(viewId)));
    }

    @Override
    public Uni<Optional<Production>> production(long workspaceId, long productionId) {
        return answer(() -> Optional.ofNullable(room(workspaceId).productions.get(productionId)));
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
        return answer(() -> found(room(workspaceId), source)
                .map(InMemoryItem::itemId)
                .filter(itemId -> itemId > afterItemId)
                .limit(limit)
                .toList());
    }

    private static Stream<InMemoryItem> found(InMemoryWorkspace room, DataSource source) {
        if (source instanceof DataSource.SavedSearchDocuments search) {
            return room.foundBy(search.savedSearchId());
        }
        if (source instanceof DataSource.SavedSearchImages search) {
            return room.foundBy(search.savedSearchId())
                    .filter(item -> !room.pages(item, search.images()).isEmpty());
        }
        if (source instanceof DataSource.ProductionImages production) {
            return room.items.values().stream()
                    .filter(item -> room.isInProduction(production.productionId(), item))
                    .filter(item -> !room.pages(item, production.images()).isEmpty());
        }
        var view = room.views.get(((DataSource.ViewObjects) source).viewId());
        return view == null
                ? Stream.of()
                : room.itemsOf(view.objectTypeId()).filter(item -> room.finds(view.viewId(), item));
    }

    @Override
    public Uni<List<SourceItem>> read(long workspaceId, ItemSelection selection) {
        return answer(() -> {
            var room = room(workspaceId);
            return selection.itemIds().stream()
                    .map(room.items::get)
                    .filter(Objects::nonNull)
                    .map(item -> new SourceItem(
                            item.itemId(),
                            item.identifier(),
                            item.values().entrySet().stream()
                                    .filter(value -> selection.fieldIds().contains(value.getKey()))
                                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                            item.folderPath(),
                            selection.natives() ? item.natives() : List.of(),
                            selection.images() == null
                                    ? List.of()
                                    : room.pages(item, selection.images()).stream()
                                            .map(InMemoryPage::file)
                                            .toList()))
                    .toList();
        });
    }

    @Override
    public Uni<StoredFile> store(long workspaceId, FileContent content) {
        return Uni.createFrom()
                .<StoredFile>emitter(emitter -> {
                    try (InputStream bytes = content.open()) {
                        emitter.complete(keep(workspaceId, bytes.readAllBytes()));
                    } catch (IOException unreadable) {
                        emitter.fail(unreadable);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private synchronized StoredFile keep(long workspaceId, byte[] bytes) {
        String sha256 = sha256(bytes);
        String reference = workspaceId + "/" + sha256;
        room(workspaceId)
                .share
                .put(
                        reference,
                        new SourceFile(
                                sha256,
                                bytes.length,
                                sha256,
                                false,
                                reference,
                                "share, " + reference,
                                () -> new ByteArrayInputStream(bytes)));
        return new StoredFile(reference, bytes.length, sha256);
    }

    @Override
    public Uni<StoredFile> link(long workspaceId, SourceFile file) {
        return Uni.createFrom()
                .<StoredFile>emitter(emitter -> {
                    try (InputStream there = file.content().open()) {
                        emitter.complete(keepLink(workspaceId, file));
                    } catch (IOException missing) {
                        emitter.fail(missing);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private synchronized StoredFile keepLink(long workspaceId, SourceFile file) {
        room(workspaceId)
                .share
                .put(
                        file.reference(),
                        new SourceFile(
                                file.fileName(),
                                file.sizeBytes(),
                                file.sha256(),
                                true,
                                file.reference(),
                                file.location(),
                                file.content()));
        return new StoredFile(file.reference(), file.sizeBytes(), file.sha256());
    }

    @Override
    public Uni<ObjectType> ensureObjectType(long workspaceId, String name) {
        return answer(() -> {
            checkName(name);
            return room(workspaceId)
                    .type(name)
                    .orElseGet(() -> room(workspaceId).addType(name));
        });
    }

    @Override
    public Uni<Field> ensureField(long workspaceId, long objectTypeId, NewField wanted) {
        return answer(() -> {
            checkName(wanted.name());
            var room = room(workspaceId);
            var known = room.fieldsOf(objectTypeId)
                    .filter(field -> field.name().equals(wanted.name()))
                    .findFirst();
            if (known.isPresent()
                    && (known.get().type() != wanted.type()
                            || !Objects.equals(
                                    known.get().associatedObjectTypeId(), wanted.associatedObjectTypeId()))) {
                throw new RulesViolated(
                        "fields",
                        "The field '" + wanted.name() + "' is there with the type "
                                + known.get().type() + ".");
            }
            return known.orElseGet(() -> room.addField(objectTypeId, wanted, false));
        });
    }

    @Override
    public Uni<Void> ensureObject(long workspaceId, long objectTypeId, String identifier, Map<Long, Object> values) {
        return answer(() -> {
            checkName(identifier);
            var room = room(workspaceId);
            values.forEach((fieldId, value) -> {
                if (value != null
                        && room.fields.get(fieldId).type() == FieldType.WholeNumber
                        && !(value instanceof BigDecimal)) {
                    throw new RulesViolated("values", "'" + value + "' is no whole number.");
                }
            });
            var object = room.item(objectTypeId, identifier)
                    .orElseGet(() -> room.addItem(objectTypeId, identifier, Map.of()));
            var all = new HashMap<>(object.values());
            all.putAll(values);
            all.values().removeIf(Objects::isNull);
            room.items.put(object.itemId(), object.with(identifier, all));
            return null;
        });
    }

    @Override
    public Uni<List<String>> objectsWith(long workspaceId, long objectTypeId, long fieldId, Object value) {
        return answer(() -> room(workspaceId)
                .itemsOf(objectTypeId)
                .filter(item -> InMemoryWorkspace.same(item.values().get(fieldId), value))
                .map(InMemoryItem::identifier)
                .sorted()
                .toList());
    }

    @Override
    public Uni<Void> renameObject(long workspaceId, long objectTypeId, String from, String to) {
        return answer(() -> {
            checkName(to);
            if (to.indexOf(';') >= 0) {
                throw new RulesViolated("name", "'" + to + "' is no name of an object.");
            }
            room(workspaceId).rename(objectTypeId, from, to);
            return null;
        });
    }

    @Override
    public Uni<SavedSearch> ensureSavedSearch(long workspaceId, String name, long fieldId, String objectName) {
        return answer(() -> {
            var room = room(workspaceId);
            return room.tagSearches.computeIfAbsent(List.of(name, fieldId, objectName), first -> {
                var search = new SavedSearch(++lastId, name, null);
                room.searches.put(search.savedSearchId(), search);
                room.conditions.put(
                        search.savedSearchId(),
                        item -> item.values().get(fieldId) instanceof List<?> names && names.contains(objectName));
                return search;
            });
        });
    }

    @Override
    public Uni<Void> closeProduction(long workspaceId, long productionId) {
        return answer(() -> {
            room(workspaceId)
                    .productions
                    .computeIfPresent(
                            productionId,
                            (id, open) -> new Production(id, open.name(), Production.Status.Produced, true));
            return null;
        });
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
            return receipts.computeIfAbsent(key.firstPosition(), position -> {
                var writing = new InMemoryWriting(room, batch, users);
                var receipt = writing.write(key);
                tagSources(batch.sourceTags(), writing.transferredFrom());
                return receipt;
            });
        });
    }

    private void tagSources(SourceTags tags, Set<Long> sourceItemIds) {
        if (tags == null) {
            return;
        }
        var room = room(tags.workspaceId());
        sourceItemIds.stream().map(room.items::get).filter(Objects::nonNull).forEach(item -> {
            var values = new LinkedHashMap<>(item.values());
            tags.names().forEach((fieldId, names) -> {
                names.forEach(name -> room.makeObject(room.fields.get(fieldId), name, null));
                values.merge(fieldId, names, (before, added) -> InMemoryWriting.merged((List<?>) before, added));
            });
            room.items.put(item.itemId(), item.with(item.identifier(), values));
        });
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

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > 255 || name.chars().anyMatch(Character::isISOControl)) {
            throw new RulesViolated("name", "'" + name + "' is no name.");
        }
    }

    private InMemoryWorkspace room(Workspace workspace) {
        return room(workspace.workspaceId());
    }

    private InMemoryWorkspace room(long workspaceId) {
        var room = rooms.get(workspaceId);
        return room == null ? new InMemoryWorkspace(workspaceId, "", () -> 0) : room;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
