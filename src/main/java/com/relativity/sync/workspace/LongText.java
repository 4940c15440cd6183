package com.relativity.sync.workspace;

/**
 * A text too long to be kept in a row: streamed, never whole in memory.
 *
 * @param sizeBytes of its UTF-8 form
 * @param sha256 of its UTF-8 form, hexadecimal
 * @param content its UTF-8 form
 */
public record LongText(long sizeBytes, String sha256, FileContent content) {}
