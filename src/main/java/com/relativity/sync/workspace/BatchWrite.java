package com.relativity.sync.workspace;

import java.util.List;
import java.util.Set;

/**
 * A batch, ready to be written whole.
 *
 * @param total items of the batch, with those that come to nothing
 * @param objectTypeId of the items, in the destination
 * @param mergedFieldIds fields with several values whose new values are added to the old ones; none to add leaves them as they are
 * @param folderId folder that item paths start from; null for a type without folders
 * @param moveExisting whether updated items move to the folder they are written with
 * @param productionId where the items' images go; null: they are the items' original images
 * @param sourceTags what the items' sources get with the same commit; null for nothing
 * @param chain of batches, possibly of several jobs: an object that exists only because one of them named it does not exist for the others,
 *     and is made by the first that creates it; null for no chain
 * @param items without two of the same identifier
 * @param refused items that could not even be prepared; they go into the receipt
 */
public record BatchWrite(
        int total,
        long objectTypeId,
        WriteMode mode,
        Set<Long> mergedFieldIds,
        Long folderId,
        boolean moveExisting,
        Long productionId,
        SourceTags sourceTags,
        Long chain,
        List<ItemWrite> items,
        List<ItemError> refused) {

    /** A batch of no chain. */
    public BatchWrite(
            int total,
            long objectTypeId,
            WriteMode mode,
            Set<Long> mergedFieldIds,
            Long folderId,
            boolean moveExisting,
            Long productionId,
            SourceTags sourceTags,
            List<ItemWrite> items,
            List<ItemError> refused) {
        this(
                total,
                objectTypeId,
                mode,
                mergedFieldIds,
                folderId,
                moveExisting,
                productionId,
                sourceTags,
                null,
                items,
                refused);
    }
}
