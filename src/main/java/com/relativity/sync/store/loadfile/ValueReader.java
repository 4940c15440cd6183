package com.relativity.sync.store.loadfile;

import com.relativity.sync.workspace.Field;

/** Turns the text of a load file into a value of its field's type, as {@link com.relativity.sync.workspace.FieldType} describes it. */
public final class ValueReader {

    private ValueReader() {}

    /** The value; null for an empty text, and for a blank one where the field is no text. */
    public static Object read(Field field, String text) throws ValueUnreadable {
        throw new UnsupportedOperationException(field + text);
    }
}
