package com.relativity.sync.embedded.measure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * From the submission of a job to an idle system until its first step, by the clock of PostgreSQL: from the last statement before the
 * submission's commit to the claim, and to the event that follows the first step, validation. The step begins between the two; the limit is
 * held against the longer span.
 */
record PickUp(int jobs) implements Measurement {

    private static final int WARM_UP = 30;
    private static final int SHORTEST_PAUSE_MILLIS = 20;
    private static final int LONGEST_PAUSE_MILLIS = 150;
    private static final double P50_LIMIT = 50;
    private static final double P99_LIMIT = 200;

    private static final String SPANS = """
            select extract(epoch from j.claimed_at - submitted.at) * 1000 as claimed,
                   extract(epoch from stepped.at - submitted.at) * 1000 as stepped
              from sync_job j
              join job_event submitted on submitted.job_id = j.job_id and submitted.stream = 'STATUS' and submitted.sequence = 1
              join job_event stepped on stepped.job_id = j.job_id and stepped.stream = 'STATUS' and stepped.sequence = 3
             where j.job_id = any(?) and stepped.data::jsonb ->> 'historyStatus' = 'Processing'
            """;

    @Override
    public void take(Report report) throws Exception {
        try (var site = Site.open()) {
            for (Layout layout : Layout.values()) {
                take(site, layout, report);
            }
        }
    }

    private void take(Site site, Layout layout, Report report) throws Exception {
        report.title("Pick-up of a job by an idle system, " + layout);
        try (var services = site.start(layout)) {
            var source = Source.of(site, services.rest(), 1);
            var parameters = source.toNewWorkspace();
            parameters.put("overwriteOptions", Map.of("overwriteMode", "AppendOverlay"));
            run(source, parameters, WARM_UP);
            var commits = site.commits(100);
            var ids = run(source, parameters, jobs);
            print(site, ids, commits, layout, report);
        }
    }

    private static List<Long> run(Source source, Map<String, Object> parameters, int count) throws Exception {
        // Pauses of different lengths, so that no poll keeps step with the submissions.
        var random = new Random(count);
        var ids = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            long jobId = source.submit(parameters);
            source.jobs().ended(jobId);
            ids.add(jobId);
            Thread.sleep(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
        }
        return ids;
    }

    private static void print(Site site, List<Long> ids, Spans commits, Layout layout, Report report)
            throws SQLException {
        var claimed = new ArrayList<Double>();
        var stepped = new ArrayList<Double>();
        try (var connection = site.connect();
                var statement = connection.prepareStatement(SPANS)) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            var rows = statement.executeQuery();
            while (rows.next()) {
                claimed.add(rows.getDouble("claimed"));
                stepped.add(rows.getDouble("stepped"));
            }
        }
        report.check("Every job was measured", stepped.size() == ids.size());
        var toStep = Spans.of(stepped);
        report.say("to the claim: %s", Spans.of(claimed));
        report.say("to the end of the first step: %s", toStep);
        report.say(
                "a transaction of one row: %s; the first step is %.0f of them away",
                commits, toStep.p50() / commits.p50());
        report.limit("Pick-up p50, " + layout, toStep.p50(), P50_LIMIT, "ms");
        report.limit("Pick-up p99, " + layout, toStep.p99(), P99_LIMIT, "ms");
    }
}
