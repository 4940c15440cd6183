package com.relativity.sync.store.query;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;

/**
 * Writes conditions as SQL over {@code store_item i}. The shape depends on operators and types alone; field ids and values are parameters.
 *
 * <p>An empty field is absent from {@code i.fields}, so comparisons with it are null, and null must count as false: as it does under
 * {@code where}, {@code and} and {@code or}. Only {@code not} needs care, and is written {@code is not true}.
 *
 * <p>A long text that is kept outside of the row is an object there with the SHA-256 of its content. Equality compares the hash; a part
 * of the text is looked for in {@code store_text} or, of a longer one, in its pieces. {@code offset 0} keeps PostgreSQL from looking through
 * the texts of all workspaces first, which it takes for cheaper.
 */
final class ConditionSql {

    /** How a date is written in {@code i.fields}: of one width, so that the order of the texts is the order of the times. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final int firstParameter;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    ConditionSql(int firstParameter) {
        this.firstParameter = firstParameter;
    }

    static Fragment of(Condition condition, int firstParameter) {
        var compiled = new ConditionSql(firstParameter);
        compiled.append(condition);
        return new Fragment(compiled.sql.toString(), compiled.parameters);
    }

    private void append(Condition condition) {
        if (condition instanceof AllOf all) {
            appendJoined(all.parts(), " and ");
        } else if (condition instanceof AnyOf any) {
            appendJoined(any.parts(), " or ");
        } else if (condition instanceof Not not) {
            sql.append('(');
            append(not.part());
            sql.append(" is not true)");
        } else if (condition instanceof Comparison comparison) {
            sql.append('(').append(comparison(comparison)).append(')');
        }
    }

    private void appendJoined(List<Condition> parts, String word) {
        sql.append('(');
        for (var index = 0; index < parts.size(); index++) {
            sql.append(index == 0 ? "" : word);
            append(parts.get(index));
        }
        sql.append(')');
    }

    private String comparison(Comparison comparison) {
        var field = comparison.field();
        return switch (comparison.operator()) {
            case is -> equal(field, List.of(comparison.value()));
            case isNot -> "(" + equal(field, List.of(comparison.value())) + ") is not true";
            case in -> equal(field, (List<?>) comparison.value());
            case isSet -> set(field, (Boolean) comparison.value());
            case contains -> partly(field, "strpos(%s, %s) > 0", "", (String) comparison.value());
            case startsWith ->
                partly(field, "starts_with(%s, %s)", " and p.first_character = 0", (String) comparison.value());
            case lessThan -> ordered(field, "<", comparison.value());
            case greaterThan -> ordered(field, ">", comparison.value());
        };
    }

    private String equal(Field field, List<?> values) {
        if (field.isIdentifier()) {
            return "i.identifier = any(" + texts(values.stream()) + ")";
        }
        return switch (field.type()) {
            case LongText -> {
                var key = key(field);
                yield "case jsonb_typeof(i.fields -> " + key + ")"
                        + " when 'string' then i.fields ->> " + key + " = any(" + texts(values.stream()) + ")"
                        + " when 'object' then i.fields -> " + key + " ->> 'sha256' = any("
                        + texts(values.stream().map(value -> sha256((String) value))) + ") end";
            }
            // Case does not count in addresses.
            case User ->
                "lower(i.fields ->> " + key(field) + ") = any(array(select lower(v) from unnest("
                        + texts(values.stream()) + ") v))";
            case FixedLengthText, SingleChoice, SingleObject, Date, YesNo ->
                "i.fields ->> " + key(field) + " = any(" + texts(values.stream()) + ")";
            case WholeNumber, Decimal, Currency ->
                "(i.fields ->> " + key(field) + ")::numeric = any(" + texts(values.stream()) + "::numeric[])";
            // One name, list or not: containment can use an index.
            case MultipleChoice, MultipleObject -> "i.fields @> any(" + documents(field, values) + "::jsonb[])";
        };
    }

    private String set(Field field, boolean set) {
        var value = field.isIdentifier() ? "i.identifier" : "i.fields ->> " + key(field);
        return value + (set ? " is not null" : " is null");
    }

    /** @param pieces which ones of a text in pieces can fulfil the test */
    private String partly(Field field, String test, String pieces, String part) {
        if (field.isIdentifier()) {
            return test.formatted("i.identifier", text(part));
        }
        var key = key(field);
        var sought = text(part);
        if (field.type().isMultiple()) {
            return "exists (select from jsonb_array_elements_text(i.fields -> " + key + ") as one(name) where "
                    + test.formatted("one.name", sought) + ")";
        }
        if (field.type() == FieldType.User) {
            return test.formatted("lower(i.fields ->> " + key + ")", "lower(" + sought + ")");
        }
        var inRow = test.formatted("i.fields ->> " + key, sought);
        return field.type() == FieldType.LongText
                ? "case jsonb_typeof(i.fields -> " + key + ") when 'string' then " + inRow
                        + " when 'object' then exists (select from store_text t"
                        + " where t.sha256 = i.fields -> " + key + " ->> 'sha256' and"
                        + " case when t.in_pieces then exists (select from store_text_piece p"
                        + " where p.sha256 = t.sha256" + pieces + " and " + test.formatted("p.piece", sought)
                        + " offset 0)"
                        + " else " + test.formatted("t.content", sought) + " end offset 0) end"
                : inRow;
    }

    private String ordered(Field field, String sign, Object value) {
        var key = key(field);
        return field.type() == FieldType.Date
                ? "i.fields ->> " + key + " " + sign + " " + text(written(value)) + " collate \"C\""
                : "(i.fields ->> " + key + ")::numeric " + sign + " " + text(written(value)) + "::numeric";
    }

    private String key(Field field) {
        return text(Long.toString(field.fieldId()));
    }

    private String text(String value) {
        return parameter(value) + "::text";
    }

    private String texts(Stream<?> values) {
        return parameter(values.map(ConditionSql::written).toArray(String[]::new)) + "::text[]";
    }

    /** For each name, JSON that the fields of an item contain when the field has that name. */
    private String documents(Field field, List<?> names) {
        var json = JsonNodeFactory.instance;
        return texts(names.stream()
                .map(name -> json.objectNode()
                        .set(Long.toString(field.fieldId()), json.arrayNode().add((String) name))));
    }

    private String parameter(Object value) {
        parameters.add(value);
        return "$" + (firstParameter + parameters.size() - 1);
    }

    private static String written(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof Instant date ? DATE.format(date) : value.toString();
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
