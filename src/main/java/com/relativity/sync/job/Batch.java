package com.relativity.sync.job;

/**
 * A part of a run's snapshot; the checkpoint.
 *
 * @param firstPosition names the batch within its run, from 0; batches are taken in its order
 * @param firstItem position of its first item in the snapshot, from 0
 */
public record Batch(long firstPosition, int total, long firstItem) {

    /** Whether it belongs to the second pass, which sets the links between items that the first pass has written. */
    public boolean isOfLinks() {
        return firstPosition != firstItem;
    }
}
