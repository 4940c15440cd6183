package com.relativity.sync.embedded.measure;

import java.util.ArrayList;

import io.vertx.core.Vertx;

/**
 * A claim from a list of 100,000 waiting jobs beside one from a list of 100, in turns, so that whatever else the machine does meets both. The
 * jobs that are claimed are ended and replaced, so the lists keep their length.
 */
record ClaimsFromLongLists(int blocks, int claimsOfBlock) implements Measurement {

    private static final int FEW = 100;
    private static final int MANY = 100_000;
    private static final int WARM_UP = 200;
    private static final double RATIO_LIMIT = 1.5;

    @Override
    public void take(Report report) throws Exception {
        report.title("A claim from " + MANY + " waiting jobs against one from " + FEW);
        var vertx = Vertx.vertx();
        try (var site = Site.open();
                var few = ClaimedList.in(site.database(), "few", vertx);
                var many = ClaimedList.in(site.database(), "many", vertx)) {
            compare(few, 1, many, 1, report);
            compare(few, FEW, many, FEW, report);
            compare(few, FEW, many, MANY / 10, report);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void compare(ClaimedList few, int workspacesOfFew, ClaimedList many, int workspacesOfMany, Report report)
            throws Exception {
        few.fill(FEW, workspacesOfFew);
        many.fill(MANY, workspacesOfMany);
        for (int i = 0; i < WARM_UP; i++) {
            claim(few);
            claim(many);
        }
        var p50OfFew = new ArrayList<Double>();
        var p50OfMany = new ArrayList<Double>();
        var p99OfFew = new ArrayList<Double>();
        var p99OfMany = new ArrayList<Double>();
        for (int block = 0; block < blocks; block++) {
            var ofFew = new ArrayList<Double>();
            var ofMany = new ArrayList<Double>();
            for (int i = 0; i < claimsOfBlock; i++) {
                ofFew.add(claim(few));
                ofMany.add(claim(many));
            }
            p50OfFew.add(Spans.of(ofFew).p50());
            p50OfMany.add(Spans.of(ofMany).p50());
            p99OfFew.add(Spans.of(ofFew).p99());
            p99OfMany.add(Spans.of(ofMany).p99());
        }
        String which = "%d source workspaces against %d".formatted(workspacesOfMany, workspacesOfFew);
        report.say(
                "%s: p50 %.2f and %.2f ms, p99 %.2f and %.2f ms",
                which,
                Spans.median(p50OfMany),
                Spans.median(p50OfFew),
                Spans.median(p99OfMany),
                Spans.median(p99OfFew));
        report.limit("Ratio of p50, " + which, Spans.median(p50OfMany) / Spans.median(p50OfFew), RATIO_LIMIT, "times");
        report.limit("Ratio of p99, " + which, Spans.median(p99OfMany) / Spans.median(p99OfFew), RATIO_LIMIT, "times");
    }

    private static double claim(ClaimedList list) {
        long start = System.nanoTime();
        var job = list.claim();
        double millis = Spans.millisSince(start);
        list.end(job);
        list.submit(job.job().workspaceId());
        return millis;
    }
}
