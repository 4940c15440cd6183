package com.relativity.sync.embedded.measure;

import java.util.ArrayList;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;

import com.relativity.sync.embedded.CopyJobs;

/**
 * From the call that cancels a job in the middle of its batches until a client who waits for it reads {@code Cancelled}; and the same while
 * Kafka is away, when the agent hears of it by its heartbeat.
 */
record CancelTime(int cancels, int cancelsWithoutKafka) implements Measurement {

    private static final int DOCUMENTS = 20_000;
    private static final int WARM_UP = 3;
    private static final int LONGEST_DELAY_MILLIS = 150;
    private static final int TRIES = 3;
    private static final double P50_LIMIT = 200;
    private static final double P99_LIMIT = 1000;

    @Override
    public void take(Report report) throws Exception {
        try (var site = Site.open()) {
            for (Layout layout : Layout.values()) {
                report.title("Cancel of a running job, " + layout);
                try (var services = site.start(layout)) {
                    var source = Source.of(site, services.rest(), DOCUMENTS);
                    take(source, WARM_UP, report);
                    var spans = take(source, cancels, report);
                    report.say("from the call to Cancelled: %s", spans);
                    report.limit("Cancel p50, " + layout, spans.p50(), P50_LIMIT, "ms");
                    report.limit("Cancel p99, " + layout, spans.p99(), P99_LIMIT, "ms");
                    site.stopBroker();
                    try {
                        report.say("without Kafka: %s", take(source, cancelsWithoutKafka, report));
                    } finally {
                        site.startBroker();
                    }
                }
            }
        }
    }

    private static Spans take(Source source, int count, Report report) throws Exception {
        var random = new Random(count);
        var spans = new ArrayList<Double>();
        int tries = 0;
        while (spans.size() < count && tries++ < count * TRIES) {
            long jobId = source.submit(source.toNewWorkspace());
            JsonNode job = source.jobs().job(jobId);
            while (job.get("progress").get("transferred").asInt() == 0 && !CopyJobs.hasEnded(job)) {
                Thread.sleep(5);
                job = source.jobs().job(jobId);
            }
            Thread.sleep(random.nextInt(LONGEST_DELAY_MILLIS));
            long start = System.nanoTime();
            if (!source.cancel(jobId)) {
                continue;
            }
            JsonNode ended = source.jobs().jobAfter(jobId, "Processing");
            double millis = Spans.millisSince(start);
            // A job that was through with its batches when it heard of the cancel is no case of one.
            if (ended.get("status").asText().equals("Cancelled")) {
                spans.add(millis);
            }
        }
        report.check("Enough jobs were cancelled in the middle", spans.size() == count);
        return Spans.of(spans);
    }
}
