package com.relativity.sync.engine.transfer;

/** An item that cannot be taken, with the reason for the user, on its way to where it becomes an item error. */
final class ItemRefused extends RuntimeException {

    ItemRefused(String message) {
        super(message, null, false, false);
    }
}
