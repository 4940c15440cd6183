package com.relativity.sync.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.relativity.sync.deadletter.DeadLetter;

/** A dead letter as clients see it. */
record DeadLetterView(
        @Schema(description = "Of the dead letter topic; with offset it names the letter")
        int partition,

        long offset,

        @Schema(description = "When it became a dead letter")
        Instant at,

        @Schema(description = "Why it could not be read") String reason,

        @Schema(
                description =
                        "The record's key. One that is no text in UTF-8, or begins with 'base64:' itself, is 'base64:' and its bytes in"
                                + " base64; null where the record has none",
                nullable = true)
        String key,

        @Schema(description = "The record's value in base64; null where the record has none", nullable = true)
        String value) {

    private static final String BASE64 = "base64:";

    static DeadLetterView of(DeadLetter letter) {
        return new DeadLetterView(
                letter.partition(),
                letter.offset(),
                letter.at(),
                letter.reason(),
                letter.key() == null ? null : key(letter.key()),
                letter.value() == null ? null : base64(letter.value()));
    }

    private static String key(byte[] key) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            return text.startsWith(BASE64) ? BASE64 + base64(key) : text;
        } catch (CharacterCodingException noText) {
            return BASE64 + base64(key);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
