package com.relativity.sync.workspace;

/**
 * The file that a document was made of.
 *
 * @param linked whether the bytes belong to another workspace's file share
 * @param location where it lies, in words for the reader of an error
 */
public record NativeFile(
        String fileName, long sizeBytes, String sha256, boolean linked, String location, FileContent content) {}
