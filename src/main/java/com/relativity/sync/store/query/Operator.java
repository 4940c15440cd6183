package com.relativity.sync.store.query;

import com.relativity.sync.workspace.FieldType;

/** How a field is compared, named as in JSON. */
public enum Operator {
    /** Equal; of a field with several values: one of them is equal. */
    is,
    /** Not {@link #is}, so also where the field is empty. */
    isNot,
    /** The text is part of the value, or of one of several; case counts. */
    contains,
    /** The value, or one of several, starts with the text; case counts. */
    startsWith,
    /** The field has a value; with the value {@code false}, it has none. */
    isSet,
    /** {@link #is} for at least one value of a list. */
    in,
    /** Smaller number, earlier date. */
    lessThan,
    /** Greater number, later date. */
    greaterThan;

    /** Whether fields of a type can be compared so. */
    boolean suits(FieldType type) {
        return switch (this) {
            case is, isNot, isSet, in -> true;
            case contains, startsWith ->
                switch (type) {
                    case FixedLengthText, LongText, SingleChoice, MultipleChoice, SingleObject, MultipleObject, User ->
                        true;
                    case WholeNumber, Decimal, Currency, Date, YesNo -> false;
                };
            case lessThan, greaterThan ->
                switch (type) {
                    case WholeNumber, Decimal, Currency, Date -> true;
                    case FixedLengthText,
                            LongText,
                            YesNo,
                            SingleChoice,
                            MultipleChoice,
                            SingleObject,
                            MultipleObject,
                            User -> false;
                };
        };
    }
}
