package com.relativity.sync.store.query;

import com.relativity.sync.workspace.Field;

/**
 * One field against a value; JSON {@code {"field":…,"op":…,"value":…}}.
 *
 * @param value of the class that goes with the operator and the field's type: {@link String} for texts, choices, objects and users,
 *     {@link java.math.BigDecimal}, {@link java.time.Instant} in milliseconds, {@link Boolean}; a {@link java.util.List} of them for
 *     {@code in}; a {@link Boolean} for {@code isSet}
 */
public record Comparison(Field field, Operator operator, Object value) implements Condition {}
