package com.relativity.sync.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.relativity.sync.workspace.InMemoryItem.InMemoryPage;

/** Writes one batch into an {@link InMemoryWorkspace}. */
final class InMemoryWriting {

    private final InMemoryWorkspace room;
    private final BatchWrite batch;
    private final Map<String, String> users;
    private final Set<String> existing;
    private final List<ItemError> errors;
    private final Set<Long> transferredFrom = new HashSet<>();
    private int transferred;
    private long fileBytes;

    /** @param users e-mail addresses as they are stored, by lower case; null: every address is a user's */
    InMemoryWriting(InMemoryWorkspace room, BatchWrite batch, Map<String, String> users) {
        this.room = room;
        this.batch = batch;
        this.users = users;
        // An object that another one of the batch names does not exist for that.
        this.existing = room.itemsOf(batch.objectTypeId())
                .filter(item -> batch.chain() == null || !batch.chain().equals(room.namedBy.get(item.itemId())))
                .map(InMemoryItem::identifier)
                .collect(Collectors.toSet());
        this.errors = new ArrayList<>(batch.refused());
    }

    BatchReceipt write(BatchKey key) {
        batch.items().forEach(this::write);
        return new BatchReceipt(key, batch.total(), transferred, 0, fileBytes, List.copyOf(errors));
    }

    /** Sources of what was written. */
    Set<Long> transferredFrom() {
        return transferredFrom;
    }

    private void write(ItemWrite item) {
        boolean exists = existing.contains(item.identifier());
        if (exists && batch.mode() == WriteMode.CREATE) {
            errors.add(ItemError.alreadyExists(item.sourceItemId(), item.identifier()));
            return;
        }
        if (!exists && batch.mode() == WriteMode.UPDATE) {
            errors.add(ItemError.doesNotExist(item.sourceItemId(), item.identifier()));
            return;
        }
        String fault = fault(item);
        if (fault != null) {
            errors.add(new ItemError(item.sourceItemId(), item.identifier(), fault));
            return;
        }
        put(room.item(batch.objectTypeId(), item.identifier()).orElse(null), item);
        transferred++;
        if (item.sourceItemId() != null) {
            transferredFrom.add(item.sourceItemId());
        }
    }

    private String fault(ItemWrite item) {
        for (var value : item.values().entrySet()) {
            Field field = room.fields.get(value.getKey());
            if (value.getValue() == null || field == null) {
                continue;
            }
            if (field.type().isObject()
                    && (field.associatedObjectTypeId() == null
                            || room.types.get(field.associatedObjectTypeId()) == null)) {
                return "Field '" + field.name() + "': " + value.getValue() + " has no object type here.";
            }
            if (field.type() == FieldType.User && user((String) value.getValue()) == null) {
                return "Field '" + field.name() + "': there is no user '" + value.getValue() + "'.";
            }
        }
        return null;
    }

    private String user(String email) {
        return users == null ? email : users.get(email.toLowerCase(Locale.ROOT));
    }

    private void put(InMemoryItem old, ItemWrite item) {
        var values = new HashMap<Long, Object>(old == null ? Map.of() : old.values());
        item.values().forEach((fieldId, value) -> put(values, fieldId, value));
        boolean moves = !existing.contains(item.identifier()) || batch.moveExisting();
        String path = moves ? room.path(batch.folderId(), item.folderPath()) : old.folderPath();
        List<SourceFile> natives = old == null ? List.of() : old.natives();
        if (item.nativeFile() != null) {
            var nativeFile =
                    file(item.nativeFile().fileName(), item.nativeFile().file());
            natives = List.of(nativeFile);
            fileBytes += nativeFile.sizeBytes();
        }
        var written = new InMemoryItem(
                old == null ? room.ids.getAsLong() : old.itemId(),
                batch.objectTypeId(),
                item.identifier(),
                Map.copyOf(values),
                path,
                natives,
                old == null ? List.of() : old.originals());
        room.items.put(written.itemId(), written);
        room.namedBy.remove(written.itemId());
        if (item.images() != null) {
            var pages = item.images().stream()
                    .map(page -> new InMemoryPage(page.identifier(), file(page.fileName(), page.file())))
                    .toList();
            fileBytes +=
                    pages.stream().mapToLong(page -> page.file().sizeBytes()).sum();
            room.setPages(batch.productionId(), written, pages);
        }
    }

    private void put(Map<Long, Object> values, long fieldId, Object value) {
        boolean merges = batch.mergedFieldIds().contains(fieldId);
        if (value == null) {
            if (!merges) {
                values.remove(fieldId);
            }
            return;
        }
        Field field = room.fields.get(fieldId);
        if (field != null && field.type().isObject()) {
            (value instanceof List<?> names ? names : List.of(value))
                    .forEach(name -> room.makeObject(field, (String) name, batch.chain()));
        }
        if (field != null && field.type() == FieldType.User) {
            values.put(fieldId, user((String) value));
            return;
        }
        values.put(
                fieldId,
                value instanceof StoredFile text
                        ? longText(text)
                        : merges && values.get(fieldId) instanceof List<?> before ? merged(before, value) : value);
    }

    static List<Object> merged(List<?> before, Object added) {
        var both = new LinkedHashSet<Object>(before);
        both.addAll((List<?>) added);
        return List.copyOf(both);
    }

    private LongText longText(StoredFile text) {
        return new LongText(
                text.sizeBytes(),
                text.sha256(),
                room.share.get(text.reference()).content());
    }

    private SourceFile file(String fileName, StoredFile stored) {
        SourceFile kept = Objects.requireNonNull(room.share.get(stored.reference()), "no file " + stored.reference());
        return new SourceFile(
                fileName,
                stored.sizeBytes(),
                stored.sha256(),
                kept.linked(),
                stored.reference(),
                "share, " + stored.reference(),
                kept.content());
    }
}
