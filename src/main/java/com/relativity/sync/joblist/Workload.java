package com.relativity.sync.joblist;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.sql.Transactions;

/** How much work there is, and for how much more there is room. */
@ApplicationScoped
public class Workload {

    private final Transactions transactions;
    private final WorkloadThresholds thresholds;

    Workload(Transactions transactions, WorkloadSettings settings) {
        this.transactions = transactions.forRest();
        this.thresholds = WorkloadThresholds.parse(settings.thresholds());
    }

    /** @param freeSlots of agents that are alive */
    public record Reading(String size, long pendingJobs, long processingJobs, long agents, long freeSlots) {}

    public Uni<Reading> read() {
        return transactions.query("""
                        select (select count(*) from sync_job where status = 'Pending') as pending,
                               (select count(*) from sync_job where status = 'Processing') as processing,
                               count(*) as agents, coalesce(sum(greatest(slots - busy, 0)), 0)::bigint as free
                          from sync_agent where lease_until > now() and slots > 0
                        """, Tuple.tuple()).map(rows -> {
            var row = rows.iterator().next();
            long pending = row.getLong("pending");
            long processing = row.getLong("processing");
            return new Reading(
                    thresholds.sizeOf(pending + processing),
                    pending,
                    processing,
                    row.getLong("agents"),
                    row.getLong("free"));
        });
    }
}
