package com.relativity.sync.store.loadfile;

/** A text that is no value of its field's type. The message is for the client: field, shortened text, rule. */
public final class ValueUnreadable extends Exception {

    private static final long serialVersionUID = 1L;

    ValueUnreadable(String message) {
        super(message);
    }
}
