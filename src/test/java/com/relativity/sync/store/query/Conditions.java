package com.relativity.sync.store.query;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.OverlayBehavior;

/** Fields of every type, any condition on them, and conditions as JSON. */
final class Conditions {

    static final Field IDENTIFIER = field(100, "Control Number", FieldType.FixedLengthText, true);

    /** The identifier and one field of each type, named by the type. */
    static final List<Field> FIELDS = Stream.concat(
                    Stream.of(IDENTIFIER),
                    Stream.of(FieldType.values()).map(type -> field(101 + type.ordinal(), type.name(), type, false)))
            .toList();

    /** Few, so that conditions find something; among them what means something to SQL, LIKE or JSON, and parts of each other. */
    static final List<String> TEXTS = List.of(
            "a",
            "A",
            "ab",
            "abc",
            "b",
            "%",
            "_",
            "a%",
            "a_c",
            "\\",
            "a\\b",
            "'",
            "''; drop table store_item; --",
            "\"",
            "null",
            "{\"sha256\":\"a\"}",
            "[\"a\"]",
            "$1",
            "?",
            "ä",
            "日本",
            "😀",
            " a",
            "true",
            "1",
            "\n");

    static final List<BigDecimal> NUMBERS = Stream.of(
                    "0", "1", "-1", "2", "10", "0.1", "0.10001", "-0.5", "12345678901234567890", "1000")
            .map(BigDecimal::new)
            .toList();

    static final List<Instant> DATES = Stream.of(
                    "0001-01-01T00:00:00Z",
                    "1969-12-31T23:59:59.999Z",
                    "2001-05-21T15:48:00Z",
                    "2001-05-21T15:48:00.001Z",
                    "2001-10-01T00:00:00Z",
                    "9999-12-31T23:59:59.999Z")
            .map(Instant::parse)
            .toList();

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .configure(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, true)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
            .build();

    private Conditions() {}

    static Field field(long id, String name, FieldType type, boolean isIdentifier) {
        return new Field(id, 10, name, type, isIdentifier, OverlayBehavior.ReplaceValues, null, null);
    }

    static Field field(FieldType type) {
        return FIELDS.get(1 + type.ordinal());
    }

    static JsonNode json(String text) throws Exception {
        return MAPPER.readTree(text.replace('\'', '"'));
    }

    /** The JSON of a condition, through text and back, as it comes over the wire. */
    static JsonNode written(Condition condition) {
        try {
            return MAPPER.readTree(MAPPER.writeValueAsBytes(tree(condition)));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonNode tree(Condition condition) {
        if (condition instanceof AllOf all) {
            return JSON.objectNode().set("and", list(all.parts()));
        }
        if (condition instanceof AnyOf any) {
            return JSON.objectNode().set("or", list(any.parts()));
        }
        if (condition instanceof Not not) {
            return JSON.objectNode().set("not", tree(not.part()));
        }
        var comparison = (Comparison) condition;
        return JSON.objectNode()
                .put("field", comparison.field().name())
                .put("op", comparison.operator().name())
                .set("value", value(comparison.value()));
    }

    private static JsonNode list(List<Condition> parts) {
        var list = JSON.arrayNode();
        parts.forEach(part -> list.add(tree(part)));
        return list;
    }

    private static JsonNode value(Object value) {
        if (value instanceof List<?> values) {
            var list = JSON.arrayNode();
            values.forEach(one -> list.add(value(one)));
            return list;
        }
        if (value instanceof BigDecimal number) {
            return JSON.numberNode(number);
        }
        return value instanceof Boolean yes ? JSON.booleanNode(yes) : JSON.textNode(value.toString());
    }

    /** Any condition, on fields of every type with every operator that suits them, up to three levels deep. */
    static Arbitrary<Condition> any() {
        return nested(3);
    }

    private static Arbitrary<Condition> nested(int levels) {
        if (levels == 0) {
            return comparisons();
        }
        var parts = nested(levels - 1).list().ofMinSize(1).ofMaxSize(3);
        return Arbitraries.frequencyOf(
                Tuple.of(4, comparisons()),
                Tuple.of(1, parts.map(AllOf::new)),
                Tuple.of(1, parts.map(AnyOf::new)),
                Tuple.of(1, nested(levels - 1).map(Not::new)));
    }

    private static Arbitrary<Condition> comparisons() {
        return Combinators.combine(Arbitraries.of(FIELDS), Arbitraries.of(Operator.values()))
                .as(FieldAndOperator::new)
                .filter(pair -> pair.operator().suits(pair.field().type()))
                .flatMap(pair -> values(pair.field().type(), pair.operator())
                        .map(value -> new Comparison(pair.field(), pair.operator(), value)));
    }

    private static Arbitrary<?> values(FieldType type, Operator operator) {
        return switch (operator) {
            case isSet -> Arbitraries.of(true, false);
            case in ->
                values(type)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(ArrayList::new)
                        .map(List::copyOf);
            case is, isNot, contains, startsWith, lessThan, greaterThan -> values(type);
        };
    }

    /** Values of a type, single ones also for types with several. */
    static Arbitrary<?> values(FieldType type) {
        return switch (type) {
            case WholeNumber, Decimal, Currency -> Arbitraries.of(NUMBERS);
            case Date -> Arbitraries.of(DATES);
            case YesNo -> Arbitraries.of(true, false);
            case FixedLengthText, LongText, SingleChoice, MultipleChoice, SingleObject, MultipleObject, User ->
                Arbitraries.of(TEXTS);
        };
    }

    private record FieldAndOperator(Field field, Operator operator) {}
}
