package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.store.ItemRows.ItemRow;
import com.relativity.sync.store.NamedObjects.MissingObject;
import com.relativity.sync.workspace.ItemWrite.FileWrite;
import com.relativity.sync.workspace.StoredFile;

/** Items to be inserted by one statement, of whichever types and workspaces: an array a column. */
final class NewItems {

    /** In the order of types and identifiers, so that of two writers of the same ones one waits. */
    private static final String INSERT = """
            insert into store_item (item_id, workspace_id, object_type_id, identifier, folder_id, fields,
                                    native_name, native_reference, native_size, native_sha256, native_linked, named_by)
            select w.item_id, w.workspace_id, w.object_type_id, w.identifier, w.folder_id,
                   jsonb_strip_nulls(w.fields::jsonb),
                   w.native_name, w.native_reference, w.native_size, w.native_sha256,
                   w.native_reference is not null
                   and not starts_with(w.native_reference, w.workspace_id::text || '/'),
                   w.named_by
              from (select nextval('store_artifact_id') as item_id, u.*
                      from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                                  $8::bigint[], $9::text[], $10::bigint[])
                        as u(workspace_id, object_type_id, identifier, folder_id, fields,
                             native_name, native_reference, native_size, native_sha256, named_by)) w
             order by w.object_type_id, w.identifier collate "C"
                on conflict (object_type_id, identifier) do nothing
            returning object_type_id, identifier, item_id
            """;

    private final List<Long> workspaceIds = new ArrayList<>();
    private final List<Long> objectTypeIds = new ArrayList<>();
    private final List<String> identifiers = new ArrayList<>();
    private final List<Long> folderIds = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();
    private final List<String> nativeNames = new ArrayList<>();
    private final List<String> nativeReferences = new ArrayList<>();
    private final List<Long> nativeSizes = new ArrayList<>();
    private final List<String> nativeHashes = new ArrayList<>();
    private final List<Long> namedBy = new ArrayList<>();

    void add(long workspaceId, long objectTypeId, ItemRow row, Long folderId) {
        add(workspaceId, objectTypeId, row.identifier(), folderId, row.fields(), row.nativeFile(), null);
    }

    /** @param chain of which a batch names the object, null for none */
    void add(MissingObject object, Long chain) {
        add(
                object.workspaceId(),
                object.objectTypeId(),
                object.name(),
                object.folderId(),
                object.fields(),
                null,
                chain);
    }

    private void add(
            long workspaceId,
            long objectTypeId,
            String identifier,
            Long folderId,
            String document,
            FileWrite nativeFile,
            Long chain) {
        StoredFile file = nativeFile == null ? null : nativeFile.file();
        workspaceIds.add(workspaceId);
        objectTypeIds.add(objectTypeId);
        identifiers.add(identifier);
        folderIds.add(folderId);
        fields.add(document);
        nativeNames.add(file == null ? null : nativeFile.fileName());
        nativeReferences.add(file == null ? null : file.reference());
        nativeSizes.add(file == null ? null : file.sizeBytes());
        nativeHashes.add(file == null ? null : file.sha256());
        namedBy.add(chain);
    }

    record Inserted(long objectTypeId, String identifier, long itemId) {}

    /** Those that did not exist until now. */
    Uni<List<Inserted>> insert(SqlConnection tx) {
        if (identifiers.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return tx.preparedQuery(INSERT)
                .execute(Tuple.from(new Object[] {
                    workspaceIds.toArray(Long[]::new),
                    objectTypeIds.toArray(Long[]::new),
                    identifiers.toArray(String[]::new),
                    folderIds.toArray(Long[]::new),
                    fields.toArray(String[]::new),
                    nativeNames.toArray(String[]::new),
                    nativeReferences.toArray(String[]::new),
                    nativeSizes.toArray(Long[]::new),
                    nativeHashes.toArray(String[]::new),
                    namedBy.toArray(Long[]::new)
                }))
                .map(rows -> rows.stream()
                        .map(row -> new Inserted(
                                row.getLong("object_type_id"), row.getString("identifier"), row.getLong("item_id")))
                        .toList());
    }
}
