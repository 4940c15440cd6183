package com.relativity.sync.store.rest;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A part of a list of items. */
public record CountedListing<T>(
        List<T> items,

        @Schema(
                nullable = true,
                description =
                        "Asks for the part after this one; null at the end of the list. A part with long values may end before its limit.")
        String nextCursor,

        @Schema(description = "Items of the whole list.") long total) {}
