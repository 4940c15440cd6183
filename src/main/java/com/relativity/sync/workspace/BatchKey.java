package com.relativity.sync.workspace;

/**
 * Names a batch for ever: the same key again is the same batch.
 *
 * @param firstPosition of its items in the snapshot, from 0
 */
public record BatchKey(long jobId, long firstPosition) {}
