package com.relativity.sync.workspace;

/**
 * An item that was not transferred, and why, in words for the user.
 *
 * @param itemId in the source; null where there is no source
 */
public record ItemError(Long itemId, String identifier, String message) {

    public static ItemError alreadyExists(Long itemId, String identifier) {
        return new ItemError(
                itemId,
                identifier,
                "An item with the identifier '" + identifier
                        + "' already exists in the destination; choose AppendOverlay or OverlayOnly to update it.");
    }

    public static ItemError doesNotExist(Long itemId, String identifier) {
        return new ItemError(
                itemId,
                identifier,
                "No item with the identifier '" + identifier
                        + "' exists in the destination; choose AppendOnly or AppendOverlay to create it.");
    }
}
