package com.relativity.sync.store.rest;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.relativity.sync.store.ImagePage;
import com.relativity.sync.store.Items.Item;

/** A document as clients see it. */
record DocumentView(
        long documentId,
        String identifier,

        @Schema(description = "Relative to the root folder, \\ between names; empty for a document in it.")
        String folderPath,

        @Schema(description = "By field name; null where the document has no value.")
        Map<String, Object> fields,

        @JsonProperty("native") @Schema(nullable = true) NativeView nativeFile,

        @Schema(description = "The original pages in order; those of productions are listed there.")
        List<ImageView> images) {

    /** The file that the document was made of. */
    record NativeView(
            String fileName,
            @Schema(description = "Bytes.") long size,
            String sha256,

            @Schema(description = "Whether the bytes are those of another workspace's file.")
            boolean linked) {}

    /** An original page. */
    record ImageView(
            @Schema(description = "From 1.") int page,
            String identifier,
            String fileName,
            @Schema(description = "Bytes.") long size) {}

    /** The same document with its original pages. */
    DocumentView with(List<ImagePage> pages) {
        List<ImageView> shown = pages.stream()
                .map(page -> new ImageView(page.page(), page.identifier(), page.fileName(), page.size()))
                .toList();
        return new DocumentView(documentId, identifier, folderPath, fields, nativeFile, shown);
    }

    /** Without its pages. */
    static DocumentView of(Item item, Map<String, Object> fields) {
        NativeView nativeFile = item.nativeReference() == null
                ? null
                : new NativeView(item.nativeName(), item.nativeSize(), item.nativeSha256(), item.nativeLinked());
        return new DocumentView(item.itemId(), item.identifier(), item.folderPath(), fields, nativeFile, List.of());
    }
}
