package com.relativity.sync.workspace;

/**
 * A file that is safe in a destination's file share, not yet referred to by an item.
 *
 * @param reference the gateway's own name of it
 * @param sha256 hexadecimal
 */
public record StoredFile(String reference, long sizeBytes, String sha256) {}
