package com.relativity.sync.store;

import io.vertx.mutiny.sqlclient.Row;

/**
 * A page of a document.
 *
 * @param page from 1
 * @param identifier the Bates number in a production
 * @param linked whether the bytes are those of another workspace's file
 */
public record ImagePage(
        long itemId,
        int page,
        String identifier,
        String fileName,
        String reference,
        long size,
        String sha256,
        boolean linked) {

    static final String COLUMNS =
            "p.item_id, p.page, p.identifier, p.file_name, p.reference, p.size, p.sha256, p.linked";

    static ImagePage of(Row row) {
        return new ImagePage(
                row.getLong("item_id"),
                row.getInteger("page"),
                row.getString("identifier"),
                row.getString("file_name"),
                row.getString("reference"),
                row.getLong("size"),
                row.getString("sha256"),
                row.getBoolean("linked"));
    }
}
