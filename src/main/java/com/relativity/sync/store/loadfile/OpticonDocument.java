package com.relativity.sync.store.loadfile;

import java.util.List;

/**
 * The rows of one document in an Opticon file.
 *
 * @param line in which it begins, from 1
 * @param identifier the page id of its first row
 * @param pages in order; none where there is a fault
 * @param fault why the document cannot be taken; null for a good one
 */
public record OpticonDocument(long line, String identifier, List<Page> pages, Fault fault) {

    public OpticonDocument {
        pages = List.copyOf(pages);
    }

    /** @param path of the page's file, as it is written in the row */
    public record Page(long line, String identifier, String path) {}

    /** @param message in words for the client */
    public record Fault(long line, String message) {}
}
