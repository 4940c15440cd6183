package com.relativity.sync.store;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.LongText;
import com.relativity.sync.workspace.StoredFile;

/**
 * Values of an item as the JSON document of its row, and back. Keys are field ids; a text that lies in the file share is
 * {@code {"ref","size","sha256"}}; dates are cut to milliseconds and of one width, so that their order as text is their order in time.
 */
final class FieldValues {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    static {
        // What is read was written by this class: limits meant for strangers' input do not apply.
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build());
    }

    private FieldValues() {}

    /** The document; an empty value is null in it, for an update to remove the key. */
    static String encode(Map<Long, Object> values) {
        StringWriter document = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(document)) {
            json.writeStartObject();
            for (Map.Entry<Long, Object> value : values.entrySet()) {
                json.writeFieldName(value.getKey().toString());
                write(json, value.getValue());
            }
            json.writeEndObject();
        } catch (IOException cannotHappen) {
            throw new UncheckedIOException(cannotHappen);
        }
        return document.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value == null || "".equals(value)) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean yes) {
            json.writeBoolean(yes);
        } else if (value instanceof Instant date) {
            json.writeString(DATE.format(date));
        } else if (value instanceof StoredFile text) {
            json.writeStartObject();
            json.writeStringField("ref", text.reference());
            json.writeNumberField("size", text.sizeBytes());
            json.writeStringField("sha256", text.sha256());
            json.writeEndObject();
        } else if (value instanceof List<?> names) {
            writeNames(json, names);
        } else {
            throw new IllegalArgumentException(
                    "A value of " + value.getClass() + " is none of those that FieldType tells.");
        }
    }

    private static void writeNames(JsonGenerator json, List<?> names) throws IOException {
        if (names.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartArray();
        for (Object name : new LinkedHashSet<>(names)) {
            json.writeString((String) name);
        }
        json.writeEndArray();
    }

    static JsonNode parse(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("A row of the store holds no JSON.", damaged);
        }
    }

    /** The value of a field, of the class that its type tells; null for an empty one. {@code files} opens references of the file share. */
    static Object decode(FieldType type, JsonNode value, Function<String, FileContent> files) {
        if (value == null || value.isNull()) {
            return null;
        }
        return switch (type) {
            case FixedLengthText, SingleChoice, SingleObject, User -> value.textValue();
            case LongText -> value.isObject() ? longText(value, files) : value.textValue();
            case WholeNumber, Decimal, Currency -> value.decimalValue();
            case Date -> Instant.parse(value.textValue());
            case YesNo -> value.booleanValue();
            case MultipleChoice, MultipleObject -> names(value);
        };
    }

    private static LongText longText(JsonNode text, Function<String, FileContent> files) {
        return new LongText(
                text.get("size").longValue(),
                text.get("sha256").textValue(),
                files.apply(text.get("ref").textValue()));
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>(array.size());
        array.forEach(name -> names.add(name.textValue()));
        return names;
    }
}
