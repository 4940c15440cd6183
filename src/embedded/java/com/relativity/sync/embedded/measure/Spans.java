package com.relativity.sync.embedded.measure;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Spans of time in milliseconds, as percentiles by the nearest rank. */
record Spans(double[] sorted) {

    static Spans of(Collection<Double> millis) {
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Spans(sorted);
    }

    static double millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e6;
    }

    static double median(List<Double> figures) {
        return of(figures).p50();
    }

    double p50() {
        return percentile(50);
    }

    double p99() {
        return percentile(99);
    }

    private double percentile(int percent) {
        if (sorted.length == 0) {
            throw new IllegalStateException("Nothing was measured");
        }
        return sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p99 %.1f ms, longest %.1f ms, of %d"
                .formatted(p50(), p99(), sorted[sorted.length - 1], sorted.length);
    }
}
