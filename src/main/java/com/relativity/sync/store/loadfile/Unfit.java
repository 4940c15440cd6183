package com.relativity.sync.store.loadfile;

/** The rule that a text breaks, as the end of a sentence. */
final class Unfit extends Exception {

    private static final long serialVersionUID = 1L;

    Unfit(String rule) {
        super(rule, null, false, false);
    }
}
