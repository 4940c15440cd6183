package com.relativity.sync.history;

import java.util.List;

/**
 * What a batch did, as its receipt says.
 *
 * @param total items; {@code transferred + errors.size()}
 */
public record TakenBatch(
        long firstPosition, int total, int transferred, long metadataBytes, long fileBytes, List<FailedItem> errors) {

    public record FailedItem(String identifier, String message) {}
}
