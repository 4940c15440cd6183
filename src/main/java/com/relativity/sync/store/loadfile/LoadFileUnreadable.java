package com.relativity.sync.store.loadfile;

/** A load file of which no row can be taken. The message is for the client and says what to change. */
public final class LoadFileUnreadable extends Exception {

    private static final long serialVersionUID = 1L;

    LoadFileUnreadable(String message) {
        super(message);
    }
}
