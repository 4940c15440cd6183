package com.relativity.sync.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.vertx.sqlclient.Row;

/** What must hold when all faults are over and every job had time to end. */
final class Verdict {

    private final SimulatedPostgres postgres;
    private final SimulatedBroker broker;
    private final SimulatedWorkspaces workspaces;
    private final SimulatedMailServer mails;
    private final List<AskedJob> asked;
    private final List<String> broken;

    Verdict(
            SimulatedPostgres postgres,
            SimulatedBroker broker,
            SimulatedWorkspaces workspaces,
            SimulatedMailServer mails,
            List<AskedJob> asked,
            List<String> seen) {
        this.postgres = postgres;
        this.broker = broker;
        this.workspaces = workspaces;
        this.mails = mails;
        this.asked = asked;
        this.broken = new ArrayList<>(seen);
    }

    void pronounce() {
        for (Row row : postgres.look("select at::text, client, job_id, rule from simulated.broken order by at")) {
            broken.add("job " + row.getLong("job_id") + ": " + row.getString("rule") + " (by " + row.getString("client")
                    + " at " + row.getString("at") + ")");
        }
        jobs();
        events();
        requestsThatStay(broker)
                .forEach(jobId -> broken.add("job " + jobId + ": the cancellation topic still holds its request"));
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n", broken));
        }
    }

    private void must(boolean holds, Row job, String rule) {
        if (!holds) {
            broken.add("job " + job.getLong("job_id") + ": " + rule + " (" + job.toJson() + ")");
        }
    }

    private void jobs() {
        var rows = new HashMap<Long, Row>();
        for (Row row : postgres.look("""
                select job_id, status, history_status, cancel_requested_at is not null as cancel, attempt, lost, message,
                       total, read_items, transferred, failed,
                       (select count(*) from job_history_error e where e.job_history_id = job_id and type = 'item') as errors,
                       (select count(distinct identifier) from job_history_error e
                         where e.job_history_id = job_id and type = 'item') as failed_items,
                       exists (
                         select 1 from job_event stone join job_event told using (job_id, written_by)
                          where stone.job_id = sync_job.job_id and stone.stream = 'CANCELLATION' and stone.data is null
                            and told.data::json ->> 'to' = status) as tombstone
                  from sync_job join job_history on job_history_id = job_id""")) {
            rows.put(row.getLong("job_id"), row);
        }
        for (AskedJob job : asked) {
            Row row = job.jobId == null ? null : rows.remove(job.jobId);
            if (row == null) {
                broken.add("a submission was not accepted, or was forgotten: " + job.jobId);
            } else {
                job(job, row);
            }
        }
        rows.values().forEach(row -> must(false, row, "nobody asked for it, or it was asked for once"));
    }

    private void job(AskedJob asked, Row row) {
        String status = row.getString("status");
        Long total = row.getLong("total");
        long transferred = row.getLong("transferred");
        long failed = row.getLong("failed");
        var written = workspaces.writtenOf(asked.jobId);
        must(asked.newAnswers <= 1, row, "a submission is new once");
        must(!List.of("Pending", "Processing").contains(status), row, "every job ends");
        must(total == null || total == asked.items, row, "the total is that of the source: " + asked.items);
        must(transferred == written.size(), row, "it counts what the destination has: " + written);
        must(written.values().stream().allMatch(times -> times == 1), row, "each item is written once: " + written);
        must(row.getLong("read_items") == transferred + failed, row, "what was read was transferred or failed");
        must(
                failed == row.getLong("errors") && failed == row.getLong("failed_items"),
                row,
                "each failed item is told once");
        must(!status.equals("Cancelled") || asked.cancelAsked, row, "only who was asked to stop is cancelled");
        must(
                !asked.cancelRefused || !status.equals("Cancelled"),
                row,
                "who is told that a job has ended is told the truth");
        must(!asked.cancelAccepted || row.getBoolean("cancel"), row, "a request that was accepted is kept");
        must(
                !row.getBoolean("cancel") || row.getBoolean("tombstone"),
                row,
                "with the end of a job its request is settled");
        var told = mails.about(asked.job.configuration().jobName());
        must(
                told.keySet()
                        .equals(Set.copyOf(
                                asked.job.configuration().emailNotifications().emails())),
                row,
                "each address is told of the end, and nobody else: " + told);
        must(
                told.values().stream()
                        .allMatch(mails -> mails.stream().distinct().count() == 1),
                row,
                "a mail that comes twice is the same mail: " + told);
        switch (status) {
            case "Completed" ->
                must(
                        transferred == asked.items && failed == 0 && asked.refused == 0,
                        row,
                        "it has done what it completed");
            case "CompletedWithErrors" ->
                must(
                        asked.refused > 0 && failed == asked.refused && transferred == asked.items - asked.refused,
                        row,
                        "it has failed only where it had to: " + asked.refused);
            case "Failed" -> must(row.getInteger("lost") >= 3, row, "no fault of others fails a job");
            default -> {}
        }
    }

    private record EventName(long jobId, String stream, long sequence) {}

    /** Every event of every job has arrived, for the first time in order. */
    private void events() {
        var ids = new HashMap<EventName, String>();
        var last = new TreeMap<Long, Map<String, Long>>();
        for (Row row : postgres.look(
                "select event_id::text as id, job_id, stream, sequence from job_event where data is not null"
                        + " order by job_id, stream, sequence")) {
            ids.put(
                    new EventName(row.getLong("job_id"), topicOf(row.getString("stream")), row.getLong("sequence")),
                    row.getString("id"));
        }
        for (String topic : List.of(topicOf("SUBMITTED"), topicOf("CANCELLATION"), topicOf("STATUS"))) {
            for (SimulatedBroker.Delivered record : broker.records(topic)) {
                if (record.eventId() == null) {
                    continue;
                }
                var name = new EventName(record.jobId(), topic, record.sequence());
                if (!record.eventId().equals(ids.get(name))) {
                    broken.add("an event has two ids: " + record + ", " + ids.get(name));
                }
                var ofJob = last.computeIfAbsent(record.jobId(), first -> new HashMap<>());
                long before = ofJob.getOrDefault(topic, 0L);
                if (record.sequence() > before + 1) {
                    broken.add("an event came before " + (before + 1) + ": " + record);
                }
                ofJob.put(topic, Math.max(before, record.sequence()));
            }
        }
        ids.keySet().stream()
                .filter(event ->
                        last.getOrDefault(event.jobId(), Map.of()).getOrDefault(event.stream(), 0L) < event.sequence())
                .forEach(event -> broken.add("an event never arrived: " + event));
    }

    private static String topicOf(String stream) {
        return Processes.topics().of(com.relativity.sync.job.JobEvent.Stream.valueOf(stream));
    }

    /** Jobs whose request to stop is what a reader of the compacted topic finds. */
    static TreeSet<Long> requestsThatStay(SimulatedBroker broker) {
        var asked = new TreeSet<Long>();
        for (SimulatedBroker.Delivered record : broker.records(topicOf("CANCELLATION"))) {
            if (record.value() == null) {
                asked.remove(record.jobId());
            } else {
                asked.add(record.jobId());
            }
        }
        return asked;
    }
}
