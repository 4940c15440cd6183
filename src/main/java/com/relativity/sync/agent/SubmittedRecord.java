package com.relativity.sync.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

import com.relativity.sync.job.Flow;
import com.relativity.sync.job.JobEvent;

/**
 * Whether a record of the job-submitted topic says what such a record says: a CloudEvent {@code sync.job.submitted.v1} in binary mode about
 * the job in its key. What it says besides is no fault, so that a later version may add to it.
 */
final class SubmittedRecord {

    /** A record has some hundred bytes; what is far above is not parsed on an event loop. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final long MOST_ID = (1L << 53) - 1;
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SubmittedRecord() {}

    /** The first thing that is wrong; empty where the record can be read. Quotes nothing of the record but ids. */
    static Optional<String> fault(ConsumerRecord<byte[], byte[]> record) {
        try {
            long jobId = key(record.key());
            attribute(record.headers(), "ce_specversion", "1.0");
            attribute(record.headers(), "ce_type", JobEvent.Submitted.TYPE);
            data(jobId, value(record.value()));
            return Optional.empty();
        } catch (Unreadable why) {
            return Optional.of(why.getMessage());
        }
    }

    private static long key(byte[] key) throws Unreadable {
        if (key == null) {
            throw new Unreadable("The record has no key, which is to be the job id");
        }
        String text = new String(key, StandardCharsets.ISO_8859_1);
        if (!ID.matcher(text).matches() || Long.parseLong(text) > MOST_ID) {
            throw new Unreadable("The key is no job id");
        }
        return Long.parseLong(text);
    }

    private static void attribute(Headers headers, String name, String expected) throws Unreadable {
        var header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            throw new Unreadable("The header " + name + " is missing; it is to be " + expected);
        }
        if (!expected.equals(new String(header.value(), StandardCharsets.UTF_8))) {
            throw new Unreadable("The header " + name + " is not " + expected);
        }
    }

    private static JsonNode value(byte[] value) throws Unreadable {
        if (value == null || value.length == 0) {
            throw new Unreadable("The record has no value");
        }
        if (value.length > MOST_BYTES) {
            throw new Unreadable("The value is larger than " + MOST_BYTES + " bytes");
        }
        try {
            JsonNode data = JSON.readTree(value);
            if (!data.isObject()) {
                throw new Unreadable("The value is no JSON object");
            }
            return data;
        } catch (JsonProcessingException malformed) {
            var where = malformed.getLocation();
            throw new Unreadable("The value is not well-formed JSON"
                    + (where == null || where.getLineNr() < 1
                            ? ""
                            : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")"));
        } catch (IOException noText) {
            throw new Unreadable("The value is not text in UTF-8");
        }
    }

    private static void data(long jobId, JsonNode data) throws Unreadable {
        if (number(data, "jobId", 1) != jobId) {
            throw new Unreadable("The key names job " + jobId + ", the value another one");
        }
        number(data, "workspaceId", 1);
        number(data, "attempt", 0);
        JsonNode flow = data.path("flow");
        if (!flow.isTextual() || Flow.ofId(flow.textValue()).isEmpty()) {
            throw new Unreadable("flow is missing or none that is known");
        }
    }

    private static long number(JsonNode data, String field, long least) throws Unreadable {
        JsonNode number = data.path(field);
        if (!number.isIntegralNumber()
                || !number.canConvertToLong()
                || number.longValue() < least
                || number.longValue() > MOST_ID) {
            throw new Unreadable(field + " is missing or no whole number of at least " + least);
        }
        return number.longValue();
    }

    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why);
        }
    }
}
