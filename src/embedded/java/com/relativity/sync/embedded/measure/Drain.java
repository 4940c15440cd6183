package com.relativity.sync.embedded.measure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;

import com.relativity.sync.embedded.PackagedService;

/**
 * From SIGTERM to the exit of a process all of whose slots are in the middle of jobs with batches of 1,000, with more jobs waiting. Afterwards
 * another process finishes them. Jobs append only, so a batch that is done twice shows as items that fail, because they are there already.
 */
record Drain(int rounds) implements Measurement {

    private static final int DOCUMENTS = 15_000;
    private static final int JOBS = 6;
    private static final int SLOTS = 4;
    private static final double LIMIT_MILLIS = 5000;
    private static final long WAIT_SECONDS = 60;

    @Override
    public void take(Report report) throws Exception {
        try (var site = Site.open()) {
            for (Layout layout : Layout.values()) {
                report.title("Drain under load, " + layout);
                var exits = new ArrayList<Double>();
                var ended = new ArrayList<JsonNode>();
                for (int round = 0; round < rounds; round++) {
                    exits.add(drain(site, layout, ended, report));
                }
                report.limit(
                        "From SIGTERM to the exit, " + layout, Spans.of(exits).p99(), LIMIT_MILLIS, "ms");
                report.say(
                        "%d of %d jobs were handed back and went on elsewhere",
                        ended.stream()
                                .filter(job -> job.get("attempt").asInt() > 1)
                                .count(),
                        ended.size());
                report.check(
                        "All documents transferred, none twice, " + layout,
                        ended.stream().allMatch(Drain::isExact));
            }
        }
    }

    private static double drain(Site site, Layout layout, List<JsonNode> ended, Report report) throws Exception {
        double exit;
        Map<Long, Long> destinations;
        try (var services = site.start(layout)) {
            var source = Source.of(site, services.rest(), DOCUMENTS);
            destinations = submit(source);
            awaitLoad(source, destinations.keySet());
            exit = stop(services.agent(), report);
            if (layout == Layout.ONE_PROCESS) {
                report.check("The outbox was emptied", unpublished(site) == 0);
            }
        }
        try (var services = site.start(layout)) {
            var source = Source.of(site, services.rest(), 1);
            for (var job : destinations.entrySet()) {
                ended.add(source.jobs().ended(job.getKey()));
                report.check(
                        "Workspace %d has each document once".formatted(job.getValue()),
                        source.rest()
                                        .get("/api/workspaces/v1/" + job.getValue() + "/documents?limit=1")
                                        .get("total")
                                        .asInt()
                                == DOCUMENTS);
            }
        }
        return exit;
    }

    /** Answers each job's destination. */
    private static Map<Long, Long> submit(Source source) throws Exception {
        var parameters = new ArrayList<Map<String, Object>>();
        for (int job = 0; job < JOBS; job++) {
            parameters.add(source.toNewWorkspace());
        }
        var destinations = new LinkedHashMap<Long, Long>();
        for (var ofJob : parameters) {
            destinations.put(source.submit(ofJob), (Long) ofJob.get("destinationWorkspaceId"));
        }
        return destinations;
    }

    private static void awaitLoad(Source source, Iterable<Long> jobs) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        int inBatches = 0;
        while (inBatches < SLOTS) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Not all slots came to be in the middle of a job");
            }
            inBatches = 0;
            for (long jobId : jobs) {
                JsonNode job = source.jobs().job(jobId);
                boolean between = job.get("progress").get("transferred").asInt() > 0
                        && job.get("status").asText().equals("Processing");
                inBatches += between ? 1 : 0;
            }
        }
    }

    private static double stop(PackagedService agent, Report report) throws InterruptedException {
        long start = System.nanoTime();
        agent.process().destroy();
        boolean exited = agent.process().waitFor(WAIT_SECONDS, TimeUnit.SECONDS);
        double millis = Spans.millisSince(start);
        report.check("It ended by itself", exited);
        report.say("exit code %s after %.0f ms", exited ? agent.process().exitValue() : "none", millis);
        return millis;
    }

    private static boolean isExact(JsonNode job) {
        return job.get("status").asText().equals("Completed")
                && job.get("progress").get("transferred").asInt() == DOCUMENTS
                && job.get("progress").get("failed").asInt() == 0;
    }

    private static int unpublished(Site site) throws SQLException {
        try (var connection = site.connect();
                var rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from job_event where published_at is null")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
