package com.relativity.sync.history;

import java.util.List;
import java.util.Objects;

/**
 * What a batch did, as its receipt says.
 *
 * @param total items; {@code transferred + errors.size()}
 */
public record TakenBatch(
        long firstPosition, int total, int transferred, long metadataBytes, long fileBytes, List<FailedItem> errors) {

    /** @param itemId in the source; null where it is not known, and then no retry can tell that the item is left */
    public record FailedItem(Long itemId, String identifier, String message) {}

    Long[] failedItemIds() {
        return errors.stream().map(FailedItem::itemId).filter(Objects::nonNull).toArray(Long[]::new);
    }
}
