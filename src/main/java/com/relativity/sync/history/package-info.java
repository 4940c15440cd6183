/**
 * What a run holds and did: snapshot, batches, counters, progress, errors. Every write made for a run names the claim it is made under
 * ({@link com.relativity.sync.job.RunKey}) and is refused when that claim is over.
 */
package com.relativity.sync.history;
