package com.relativity.sync.deadletter;

import java.time.Instant;

/**
 * A record that could not be read.
 *
 * @param partition of the dead letter topic, as {@code offset}; together they name the letter
 * @param at when it became a dead letter
 * @param key null where there is none, as {@code value}
 */
public record DeadLetter(int partition, long offset, Instant at, String reason, byte[] key, byte[] value) {}
