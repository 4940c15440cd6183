package com.relativity.sync.embedded.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes figures about the packaged service and prints them; fails where one is over its limit. Arguments choose which; none takes all:
 * {@code copy}, {@code flows}, {@code pickup}, {@code cancel}, {@code drain}, {@code claims}, {@code snapshot}, {@code start}. {@code quick} takes fewer samples;
 * {@code open=PT10M} says how long the transaction of {@code snapshot} stays open.
 */
public final class Measure {

    private static final String QUICK = "quick";
    private static final String OPEN = "open=";

    private Measure() {}

    public static void main(String[] arguments) throws Exception {
        var words = List.of(arguments);
        boolean quick = words.contains(QUICK);
        Duration open = words.stream()
                .filter(word -> word.startsWith(OPEN))
                .map(word -> Duration.parse(word.substring(OPEN.length())))
                .findFirst()
                .orElse(Duration.ofSeconds(quick ? 20 : 60));
        var all = all(quick, open);
        var chosen = words.stream()
                .filter(word -> !word.equals(QUICK) && !word.startsWith(OPEN))
                .toList();
        if (!all.keySet().containsAll(chosen)) {
            throw new IllegalArgumentException("Only " + all.keySet() + " can be measured, not " + chosen);
        }
        var report = new Report();
        for (String name : chosen.isEmpty() ? List.copyOf(all.keySet()) : chosen) {
            all.get(name).take(report);
        }
        if (!report.over().isEmpty()) {
            throw new IllegalStateException("Not held: " + report.over());
        }
    }

    private static Map<String, Measurement> all(boolean quick, Duration open) {
        var all = new LinkedHashMap<String, Measurement>();
        all.put("copy", new CopyRate(quick ? 1 : 3));
        all.put("flows", new Flows(quick ? 10 : 1));
        all.put("pickup", new PickUp(quick ? 60 : 200));
        all.put("cancel", new CancelTime(quick ? 10 : 60, quick ? 3 : 20));
        all.put("drain", new Drain(quick ? 1 : 3));
        all.put("claims", new ClaimsFromLongLists(quick ? 3 : 7, quick ? 100 : 200));
        all.put("snapshot", new ClaimsBesideOldSnapshot(open, quick ? 50 : 100, quick ? 20_000 : 100_000));
        all.put("start", new StartTime(quick ? 3 : 7));
        return all;
    }
}
