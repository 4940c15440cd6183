package com.relativity.sync.workspace;

/** An item that was not transferred, and why, in words for the user. */
public record ItemError(String identifier, String message) {

    public static ItemError alreadyExists(String identifier) {
        return new ItemError(
                identifier,
                "An item with the identifier '" + identifier
                        + "' already exists in the destination; choose AppendOverlay or OverlayOnly to update it.");
    }

    public static ItemError doesNotExist(String identifier) {
        return new ItemError(
                identifier,
                "No item with the identifier '" + identifier
                        + "' exists in the destination; choose AppendOnly or AppendOverlay to create it.");
    }
}
