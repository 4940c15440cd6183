package com.relativity.sync.agent;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What of the job-submitted topic can be read. */
class SubmittedRecordTest {

    private static final String DATA = "{\"jobId\":17,\"workspaceId\":1001,\"flow\":\"document\",\"attempt\":0}";

    private static Map<String, byte[]> headers() {
        var headers = new LinkedHashMap<String, byte[]>();
        headers.put("ce_specversion", "1.0".getBytes(UTF_8));
        headers.put("ce_type", "sync.job.submitted.v1".getBytes(UTF_8));
        return headers;
    }

    private static Optional<String> fault(byte[] key, Map<String, byte[]> headers, byte[] value) {
        var record = new ConsumerRecord<>("sync.job-submitted", 0, 0, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text));
        return SubmittedRecord.fault(record);
    }

    private static Optional<String> ofData(String data) {
        return fault("17".getBytes(UTF_8), headers(), data.getBytes(UTF_8));
    }

    private static Optional<String> ofKey(byte[] key, String data) {
        return fault(key, headers(), data.getBytes(UTF_8));
    }

    @Test
    void whatTheRelayWrites_canBeRead() {
        assertEquals(Optional.empty(), ofData(DATA));
    }

    @Test
    void whatALaterVersionAdds_isNoFault() {
        var headers = headers();
        headers.put("ce_tomorrow", "x".getBytes(UTF_8));
        headers.put("ce_nothing", null);

        assertEquals(
                Optional.empty(),
                fault(
                        "17".getBytes(UTF_8),
                        headers,
                        DATA.replace("}", ",\"new\":{\"a\":[1,null]}}").getBytes(UTF_8)));
    }

    @Test
    void theLargestJobId_canBeRead_andTheNextCannot() {
        String largest = "9007199254740991";
        String next = "9007199254740992";

        assertEquals(Optional.empty(), ofKey(largest.getBytes(UTF_8), DATA.replace("17", largest)));
        assertTrue(ofKey(next.getBytes(UTF_8), DATA.replace("17", next)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "-17", "+17", "017", "17.0", " 17", "17\n", "x", "\u0000", "١٧", "99999999999999999999"
            })
    void aKeyThatIsNoJobId_isAFault(String key) {
        assertEquals(Optional.of("The key is no job id"), ofKey(key.getBytes(UTF_8), DATA));
    }

    @Test
    void aRecordWithoutKey_isAFault() {
        assertTrue(ofKey(null, DATA).orElseThrow().startsWith("The record has no key"));
    }

    @Test
    void aKeyAndAValueThatNameTwoJobs_areAFault() {
        assertEquals(Optional.of("The key names job 18, the value another one"), ofKey("18".getBytes(UTF_8), DATA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_type"})
    void aRecordThatIsNoCloudEventOfThisType_isAFault(String header) {
        var missing = headers();
        missing.remove(header);
        var empty = headers();
        empty.put(header, null);
        var other = headers();
        other.put(header, "2.0".getBytes(UTF_8));
        byte[] key = "17".getBytes(UTF_8);

        assertTrue(fault(key, missing, DATA.getBytes(UTF_8)).orElseThrow().contains(header + " is missing"));
        assertTrue(fault(key, empty, DATA.getBytes(UTF_8)).orElseThrow().contains(header + " is missing"));
        assertTrue(fault(key, other, DATA.getBytes(UTF_8)).orElseThrow().contains(header + " is not"));
    }

    @Test
    void aRecordWithoutValue_isAFault() {
        assertEquals(Optional.of("The record has no value"), fault("17".getBytes(UTF_8), headers(), null));
        assertEquals(Optional.of("The record has no value"), ofData(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                " ",
                "null",
                "17",
                "[]",
                "\"{}\"",
                "{",
                DATA + "x",
                DATA + DATA,
                "{\"jobId\":17,\"jobId\":17,\"workspaceId\":1001,\"flow\":\"document\",\"attempt\":0}",
                "\u0000",
                "{}",
                "{\"jobId\":\"17\",\"workspaceId\":1001,\"flow\":\"document\",\"attempt\":0}",
                "{\"jobId\":17.0,\"workspaceId\":1001,\"flow\":\"document\",\"attempt\":0}",
                "{\"jobId\":1e1000000000,\"workspaceId\":1001,\"flow\":\"document\",\"attempt\":0}",
                "{\"jobId\":17,\"flow\":\"document\",\"attempt\":0}",
                "{\"jobId\":17,\"workspaceId\":0,\"flow\":\"document\",\"attempt\":0}",
                "{\"jobId\":17,\"workspaceId\":1001,\"flow\":\"Document\",\"attempt\":0}",
                "{\"jobId\":17,\"workspaceId\":1001,\"flow\":null,\"attempt\":0}",
                "{\"jobId\":17,\"workspaceId\":1001,\"flow\":\"document\"}",
                "{\"jobId\":17,\"workspaceId\":1001,\"flow\":\"document\",\"attempt\":-1}",
                "{\"jobId\":17,\"workspaceId\":1001,\"flow\":\"document\",\"attempt\":18446744073709551616}"
            })
    void aValueThatIsNotTheEventsData_isAFault(String data) {
        assertTrue(ofData(data).isPresent());
    }

    @Test
    void bytesThatAreNoText_areAFault() {
        byte[] key = "17".getBytes(UTF_8);

        assertTrue(fault(key, headers(), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1})
                .isPresent());
        assertTrue(fault(key, headers(), "{\"jobId\":17,\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1))
                .isPresent());
    }

    @Test
    void aValueBeyondAllReason_isAFault() {
        String deep = "[".repeat(30_000);
        String large = "x".repeat(70_000);

        assertTrue(ofData(DATA.replace("}", ",\"deep\":" + deep + "}")).isPresent());
        assertTrue(ofData(DATA.replace("}", ",\"large\":\"" + large + "\"}"))
                .orElseThrow()
                .contains("larger"));
    }

    @Test
    void aFault_quotesNothingOfTheRecord() {
        assertFalse(ofData("secret").orElseThrow().contains("secret"));
        assertFalse(ofData(DATA.replace("document", "secret")).orElseThrow().contains("secret"));
        assertFalse(ofKey("secret".getBytes(UTF_8), DATA).orElseThrow().contains("secret"));
    }
}
