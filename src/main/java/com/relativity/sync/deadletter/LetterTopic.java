package com.relativity.sync.deadletter;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the dead letter topic holds at one moment.
 *
 * @param id another one when the topic was removed and made again, so that offsets of the old one are not taken for the new one's
 * @param partitions empty where the topic does not exist
 */
record LetterTopic(UUID id, List<Offsets> partitions) {

    /** @param to exclusive */
    record Offsets(int partition, long from, long to) {

        boolean contains(long offset) {
            return offset >= from && offset < to;
        }
    }

    static final LetterTopic MISSING = new LetterTopic(new UUID(0, 0), List.of());

    Optional<Offsets> partition(long number) {
        return partitions.stream()
                .filter(offsets -> offsets.partition() == number)
                .findFirst();
    }
}
