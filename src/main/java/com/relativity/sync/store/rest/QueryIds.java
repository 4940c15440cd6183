package com.relativity.sync.store.rest;

import com.relativity.sync.problem.BadRequest;

/** Numbers in a query. */
final class QueryIds {

    private QueryIds() {}

    /** Null where there is none. Fails with {@link BadRequest} for what is no number. */
    static Long read(String parameter, String text) {
        return text == null || text.isEmpty() ? null : number(parameter, text);
    }

    static long number(String parameter, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            throw new BadRequest(parameter + " must be a whole number.");
        }
    }
}
