package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import com.relativity.sync.embedded.TopicReader;

/** Compares the topics with the events that were committed. */
final class EventVerdict {

    private static final String CANCELLATION = "CANCELLATION";
    private static final Map<String, String> TOPICS = Map.of(
            "SUBMITTED", "sync.job-submitted", CANCELLATION, "sync.job-cancellation", "STATUS", "sync.job-status");

    private final Connection connection;
    private final String bootstrapServers;
    private final Chronicle chronicle;
    private final ObjectMapper json = new ObjectMapper();
    private long recordsRead;

    EventVerdict(Connection connection, String bootstrapServers, Chronicle chronicle) {
        this.connection = connection;
        this.bootstrapServers = bootstrapServers;
        this.chronicle = chronicle;
    }

    private record Committed(String id, String type, String data) {}

    long recordsRead() {
        return recordsRead;
    }

    /** Ended jobs of which the compacted topic would keep a value. */
    Set<Long> unsettledCancels() throws SQLException {
        var last = new HashMap<String, String>();
        read(CANCELLATION).forEach(record -> last.put(record.key(), record.value()));
        var unsettled = new HashSet<Long>();
        try (var statement =
                connection.prepareStatement("select 1 from sync_job where job_id = ? and ended_at is not null")) {
            for (Map.Entry<String, String> kept : last.entrySet()) {
                statement.setLong(1, Long.parseLong(kept.getKey()));
                if (kept.getValue() != null && statement.executeQuery().next()) {
                    unsettled.add(Long.parseLong(kept.getKey()));
                }
            }
        }
        return unsettled;
    }

    private List<TopicReader.Record> read(String stream) {
        try (var reader = new TopicReader(bootstrapServers, TOPICS.get(stream))) {
            return reader.all();
        }
    }

    void check(Map<Long, Verdict.JobRow> jobs) throws SQLException, IOException {
        for (String stream : TOPICS.keySet()) {
            var committed = committed(stream);
            var told = new TreeMap<Long, Map<Long, TopicReader.Record>>();
            var partitions = new HashMap<String, Integer>();
            for (TopicReader.Record record : read(stream)) {
                recordsRead++;
                Integer partition = partitions.putIfAbsent(record.key(), record.partition());
                if (partition != null && partition != record.partition()) {
                    chronicle.finding("%s: job %s is in two partitions", TOPICS.get(stream), record.key());
                }
                if (record.value() != null) {
                    arrive(
                            stream,
                            told.computeIfAbsent(Long.parseLong(record.key()), job -> new LinkedHashMap<>()),
                            record,
                            committed.getOrDefault(Long.parseLong(record.key()), Map.of()));
                }
            }
            compare(stream, committed, told);
            if (stream.equals("STATUS")) {
                for (Verdict.JobRow job : jobs.values()) {
                    story(job, told.getOrDefault(job.jobId(), Map.of()));
                }
            }
        }
    }

    /** A record for the first time must be the next one of its job; again, it must be the same. */
    private void arrive(
            String stream,
            Map<Long, TopicReader.Record> ofJob,
            TopicReader.Record record,
            Map<Long, Committed> committed) {
        long sequence = record.sequence();
        var first = ofJob.putIfAbsent(sequence, record);
        String where = "%s, job %s, event %d".formatted(TOPICS.get(stream), record.key(), sequence);
        if (first == null) {
            long before = sequence - 1;
            while (stream.equals(CANCELLATION)
                    && committed.containsKey(before)
                    && committed.get(before).data() == null) {
                before--;
            }
            if (before > 0 && !ofJob.containsKey(before)) {
                chronicle.finding("%s came before event %d", where, before);
            }
            var event = committed.get(sequence);
            if (event == null
                    || !event.id().equals(record.headers().get("ce_id"))
                    || !event.type().equals(record.type())
                    || !event.data().equals(record.value())) {
                chronicle.finding("%s is %s, but %s was committed", where, record, event);
            }
        } else if (!first.headers().get("ce_id").equals(record.headers().get("ce_id"))
                || !Objects.equals(first.value(), record.value())) {
            chronicle.finding("%s was told twice in two ways: %s and %s", where, first, record);
        }
    }

    /** Everything that was committed arrived, and the numbers have no gap. */
    private void compare(
            String stream, Map<Long, Map<Long, Committed>> committed, Map<Long, Map<Long, TopicReader.Record>> told) {
        committed.forEach((jobId, events) -> {
            for (long sequence = 1; sequence <= events.size(); sequence++) {
                var event = events.get(sequence);
                if (event == null) {
                    chronicle.finding("%s, job %d: no event has the number %d", stream, jobId, sequence);
                } else if (event.data() != null
                        && !told.getOrDefault(jobId, Map.of()).containsKey(sequence)) {
                    chronicle.finding("%s, job %d: event %d never arrived", TOPICS.get(stream), jobId, sequence);
                }
            }
        });
    }

    /** From the first event to the end each status follows from the one before, and no count falls. */
    private void story(Verdict.JobRow job, Map<Long, TopicReader.Record> told) throws IOException {
        JsonNode status = null;
        JsonNode progress = json.createObjectNode();
        for (TopicReader.Record record : told.values()) {
            JsonNode data = json.readTree(record.value());
            if (data.path("progress").path("transferred").asLong()
                    < progress.path("transferred").asLong()) {
                chronicle.finding("Job %d: its event %d takes progress back", job.jobId(), record.sequence());
            }
            progress = data.path("progress");
            if (record.type().equals("sync.job.status-changed.v1")) {
                String before = status == null ? "null" : status.path("to").asText();
                if (!data.path("from").asText().equals(before)) {
                    chronicle.finding(
                            "Job %d: its event %d comes from %s after %s",
                            job.jobId(), record.sequence(), data.path("from").asText(), before);
                }
                status = data;
            }
        }
        if (status == null || !status.path("to").asText().equals(job.status())) {
            chronicle.finding("Job %d is %s, but was last told as %s", job.jobId(), job.status(), status);
        } else if (status.path("progress").path("transferred").asLong() != job.transferred()) {
            chronicle.finding(
                    "Job %d transferred %d documents, but told of its end with %s",
                    job.jobId(), job.transferred(), status.path("progress"));
        }
    }

    private Map<Long, Map<Long, Committed>> committed(String stream) throws SQLException {
        var events = new TreeMap<Long, Map<Long, Committed>>();
        try (var statement = connection.prepareStatement(
                "select job_id, sequence, event_id::text, type, data from job_event where stream = ?")) {
            statement.setString(1, stream);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.computeIfAbsent(rows.getLong("job_id"), job -> new HashMap<>())
                            .put(
                                    rows.getLong("sequence"),
                                    new Committed(
                                            rows.getString("event_id"),
                                            rows.getString("type"),
                                            rows.getString("data")));
                }
            }
        }
        return events;
    }
}
