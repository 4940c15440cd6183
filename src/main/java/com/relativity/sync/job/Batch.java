package com.relativity.sync.job;

/**
 * A part of a run; the checkpoint.
 *
 * @param firstPosition names the batch within its run, from 0; batches are taken in its order
 * @param itemsOf job whose snapshot holds the items: the run's own, or an earlier one of its chain that did not come to their links
 * @param firstItem position of its first item in that snapshot, from 0
 * @param isOfLinks whether it belongs to the second pass, which sets the links between items that the first pass has written
 */
public record Batch(long firstPosition, int total, long itemsOf, long firstItem, boolean isOfLinks) {}
