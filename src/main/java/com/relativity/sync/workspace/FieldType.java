package com.relativity.sync.workspace;

/**
 * What a field holds. The comment of a constant is the Java class of its values in {@link SourceItem} and {@link ItemWrite}; an empty value
 * is left out of the map, or null.
 */
public enum FieldType {
    /** {@link String}, at most the field's length in characters. */
    FixedLengthText,
    /** {@link String}; or, above what a gateway keeps in a row, {@link LongText} when read and {@link StoredFile} when written. */
    LongText,
    /** {@link java.math.BigDecimal} without decimals. */
    WholeNumber,
    /** {@link java.math.BigDecimal}. */
    Decimal,
    /** {@link java.math.BigDecimal}. */
    Currency,
    /** {@link java.time.Instant}. */
    Date,
    /** {@link Boolean}. */
    YesNo,
    /** {@link String}, the name; a nested choice's names from the top, joined by a backslash. */
    SingleChoice,
    /** {@link java.util.List} of names as for {@link #SingleChoice}. */
    MultipleChoice,
    /** {@link String}, the object's name. */
    SingleObject,
    /** {@link java.util.List} of names. */
    MultipleObject,
    /** {@link String}, the user's e-mail address. */
    User;

    public boolean isText() {
        return this == FixedLengthText || this == LongText;
    }

    public boolean isMultiple() {
        return this == MultipleChoice || this == MultipleObject;
    }

    public boolean isChoice() {
        return this == SingleChoice || this == MultipleChoice;
    }

    public boolean isObject() {
        return this == SingleObject || this == MultipleObject;
    }
}
