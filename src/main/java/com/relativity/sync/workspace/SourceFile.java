package com.relativity.sync.workspace;

/**
 * A file that belongs to an item: the native that a document was made of, or a page of its images.
 *
 * @param sha256 hexadecimal
 * @param linked whether the bytes belong to another workspace's file share
 * @param reference the gateway's own name of it, for {@link WorkspaceGateway#link}
 * @param location where it lies, in words for the reader of an error
 */
public record SourceFile(
        String fileName,
        long sizeBytes,
        String sha256,
        boolean linked,
        String reference,
        String location,
        FileContent content) {}
