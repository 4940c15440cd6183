package com.relativity.sync.validation;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.problem.Violation;

/** Identifiers are positive and, because they are JSON numbers, below 2^53. */
final class Ids {

    private static final long FIRST_TOO_LARGE = 1L << 53;

    private Ids() {}

    /** Adds a fault and answers false where a required id is missing or can name nothing. */
    static boolean present(String field, Long id, List<Violation> faults) {
        if (id == null) {
            faults.add(new Violation(field, "is required"));
            return false;
        }
        if (!possible(id)) {
            faults.add(new Violation(field, "must be a positive number below 2^53"));
            return false;
        }
        return true;
    }

    /** Whether something can have this id. */
    static boolean possible(Long id) {
        return id != null && id > 0 && id < FIRST_TOO_LARGE;
    }

    /** What has this id; empty without asking where nothing can have it. */
    static <T> Uni<Optional<T>> lookUp(Long id, LongFunction<Uni<Optional<T>>> place) {
        return possible(id) ? place.apply(id) : Uni.createFrom().item(Optional.empty());
    }
}
