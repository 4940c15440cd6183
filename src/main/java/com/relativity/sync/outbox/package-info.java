/**
 * Events, written in the transaction of what they tell ({@link com.relativity.sync.outbox.Outbox}) and read back in order
 * ({@link com.relativity.sync.outbox.EventLog}): by the relay until they are on their topics, by event streams as long as they are kept.
 * Whoever waits for events is woken by {@link com.relativity.sync.outbox.EventSignal}, which is a hint: readers poll as well.
 */
package com.relativity.sync.outbox;
