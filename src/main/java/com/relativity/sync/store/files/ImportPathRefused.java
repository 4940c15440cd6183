package com.relativity.sync.store.files;

/** A path that may not be read, or names no file. The message is for the client: it repeats the client's path, never one of this server. */
public final class ImportPathRefused extends Exception {

    private static final long serialVersionUID = 1L;

    ImportPathRefused(String message) {
        super(message);
    }
}
