package com.relativity.sync.embedded.siege;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** Somebody who reads one job after the other and remembers what was said: nothing may be taken back. */
final class Watch {

    static final Set<String> ENDS = Set.of("Completed", "CompletedWithErrors", "Failed", "Cancelled");

    private final Api api;
    private final Chronicle chronicle;
    private final Map<Long, JsonNode> lastSeen = new HashMap<>();

    Watch(Api api, Chronicle chronicle) {
        this.api = api;
        this.chronicle = chronicle;
    }

    void look(Order order) throws InterruptedException {
        var answer = api.get("/api/sync/v1/jobs/" + order.jobId);
        if (answer.isEmpty()) {
            return;
        }
        if (!answer.get().isGood()) {
            chronicle.finding(
                    "Job %d was accepted and is answered with %d",
                    order.jobId, answer.get().status());
            return;
        }
        JsonNode now = answer.get().body();
        compare(order, lastSeen.put(order.jobId, now), now);
        order.ended |= ENDS.contains(status(now));
    }

    private void compare(Order order, JsonNode before, JsonNode now) {
        if (now.path("jobId").asLong() != order.jobId
                || !now.path("correlationId").asText().equals(order.correlationId)) {
            broken(order, "is answered as another job", before, now);
        }
        if (before == null) {
            return;
        }
        if (ENDS.contains(status(before)) && !before.equals(now)) {
            broken(order, "changed after its end", before, now);
        }
        for (String field : new String[] {"percent", "transferred", "failed", "total"}) {
            if (now.path("progress").path(field).asDouble()
                    < before.path("progress").path(field).asDouble()) {
                broken(order, field + " fell", before, now);
            }
        }
        if (now.path("attempt").asInt() < before.path("attempt").asInt()) {
            broken(order, "attempt fell", before, now);
        }
        if (status(now).equals("Pending")
                && status(before).equals("Processing")
                && now.path("attempt").asInt() == 0) {
            broken(order, "forgot its claim", before, now);
        }
    }

    private void broken(Order order, String what, JsonNode before, JsonNode now) {
        chronicle.finding("Job %d %s: before %s, now %s", order.jobId, what, before, now);
    }

    private static String status(JsonNode job) {
        return job.path("status").asText();
    }
}
