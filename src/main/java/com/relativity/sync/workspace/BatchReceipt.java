package com.relativity.sync.workspace;

import java.util.List;

/**
 * What a batch did, committed together with it.
 *
 * @param errors one for each item that was not transferred, so {@code total == transferred + errors.size()}
 */
public record BatchReceipt(
        BatchKey key, int total, int transferred, long metadataBytes, long fileBytes, List<ItemError> errors) {

    public int failed() {
        return errors.size();
    }
}
