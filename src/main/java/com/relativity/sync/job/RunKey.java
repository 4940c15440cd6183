package com.relativity.sync.job;

/**
 * The right to write for a run: the claim with this number. Every write made for a run carries it, and fails with {@code LeaseLost} when
 * the job has since been claimed anew, taken back or ended.
 *
 * @param attempt the claim's number, which grows with every claim of the job
 */
public record RunKey(long jobId, int attempt) {}
