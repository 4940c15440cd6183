package com.relativity.sync.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The identifiers of a load file so far, as 128 bits of their SHA-256 in one open table: some 32 to 64 bytes each, whatever their length, so
 * that millions of lines fit. For one thread at a time.
 */
final class SeenIdentifiers {

    private static final int FIRST_SLOTS = 1024;

    private final MessageDigest digest = sha256();
    private long[] halves = new long[2 * FIRST_SLOTS];
    private int size;

    /** Whether {@code identifier} comes for the first time. */
    boolean add(String identifier) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(identifier.getBytes(StandardCharsets.UTF_8)));
        // A zero in the first half stands for an empty slot.
        return add(hash.getLong() | 1L, hash.getLong());
    }

    boolean contains(String identifier) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(identifier.getBytes(StandardCharsets.UTF_8)));
        return halves[2 * slot(hash.getLong() | 1L, hash.getLong())] != 0;
    }

    /** Where the pair is, or the empty slot where it belongs. */
    private int slot(long high, long low) {
        int slots = halves.length / 2;
        int slot = (int) low & (slots - 1);
        while (halves[2 * slot] != 0 && (halves[2 * slot] != high || halves[2 * slot + 1] != low)) {
            slot = (slot + 1) & (slots - 1);
        }
        return slot;
    }

    private boolean add(long high, long low) {
        int slots = halves.length / 2;
        int slot = slot(high, low);
        if (halves[2 * slot] != 0) {
            return false;
        }
        halves[2 * slot] = high;
        halves[2 * slot + 1] = low;
        size++;
        if (size > slots / 2) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] smaller = halves;
        halves = new long[2 * smaller.length];
        size = 0;
        for (int slot = 0; slot < smaller.length; slot += 2) {
            if (smaller[slot] != 0) {
                add(smaller[slot], smaller[slot + 1]);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
