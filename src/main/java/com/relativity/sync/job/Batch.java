package com.relativity.sync.job;

/**
 * A part of a run's snapshot; the checkpoint.
 *
 * @param firstPosition of its items in the snapshot, from 0
 */
public record Batch(long firstPosition, int total) {}
