package com.relativity.sync.store;

import java.util.BitSet;

/**
 * Names of files of a workspace in a fixed amount of memory: a Bloom filter. It may hold a name that was not added, and never misses one
 * that was. Names are hashes already; a number of its own makes each set err on others.
 */
final class NameSet {

    private static final int PROBES = 4;
    private static final int HASH_DIGITS = 16;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final BitSet bits;
    private final int size;
    private final long own;

    /** @param bytes of memory, at most 256 MiB */
    NameSet(long bytes, long own) {
        this.size = (int) Math.min(Math.max(bytes, 1) * 8, Integer.MAX_VALUE);
        this.bits = new BitSet(size);
        this.own = own;
    }

    /** @param sha256 at least its first {@value #HASH_DIGITS} digits; what is no hash is the name of no file and left out */
    void add(String sha256) {
        try {
            long hash = hash(sha256);
            for (int probe = 0; probe < PROBES; probe++) {
                bits.set(bit(hash, probe));
            }
        } catch (NumberFormatException noHash) {
            return;
        }
    }

    boolean mayHold(String sha256) {
        long hash = hash(sha256);
        for (int probe = 0; probe < PROBES; probe++) {
            if (!bits.get(bit(hash, probe))) {
                return false;
            }
        }
        return true;
    }

    private long hash(String sha256) {
        String digits = sha256.substring(0, Math.min(HASH_DIGITS, sha256.length()));
        return (Long.parseUnsignedLong(digits, 16) ^ own) * SPREAD;
    }

    private int bit(long hash, int probe) {
        long first = hash >>> 32;
        long second = (hash & 0xFFFFFFFFL) | 1;
        return (int) ((first + probe * second) % size);
    }
}
