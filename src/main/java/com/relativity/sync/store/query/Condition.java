package com.relativity.sync.store.query;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import com.relativity.sync.problem.Violation;
import com.relativity.sync.workspace.Field;

/** What an item must fulfil to be found. Every condition is true or false of every item: an empty field is not an unknown one. */
public sealed interface Condition permits AllOf, AnyOf, Not, Comparison {

    /** Characters of the longest part of a long text that can be looked for. */
    int MOST_OF_LONG_TEXT = 64 * 1024;

    /**
     * Reads a condition on items with {@code fields}. Adds every fault found to {@code faults}, each with its path below {@code atField},
     * such as {@code condition.and[1].value}.
     *
     * @return null where faults were added
     */
    static Condition parse(JsonNode json, List<Field> fields, String atField, List<Violation> faults) {
        return new ConditionReader(fields, faults).read(json, atField, 1);
    }

    /** The same as SQL, its placeholders numbered from {@code firstParameter}. Names and values are parameters, never text of the SQL. */
    default Fragment compile(int firstParameter) {
        return ConditionSql.of(this, firstParameter);
    }
}
