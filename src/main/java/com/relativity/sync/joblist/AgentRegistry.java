package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.RunKey;
import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;

/** Agent processes and their leases. An agent that was not heard of until its lease ended has lost its jobs. */
@ApplicationScoped
public class AgentRegistry {

    /** A heartbeat that is not answered is given up early enough for others. */
    private static final int TRIES_A_LEASE = 3;

    private final Transactions transactions;

    AgentRegistry(Transactions transactions) {
        this.transactions = transactions;
    }

    /** @param agentId new for every process, also for one that has the name of an earlier one */
    public record Agent(long agentId, String name) {}

    public Uni<Agent> register(String name, int slots, Duration lease) {
        return transactions
                .query(
                        "insert into sync_agent (name, slots, lease_until) values ($1, $2, now() + $3) returning agent_id",
                        Tuple.of(name, slots, Intervals.of(lease)))
                .map(rows -> new Agent(rows.iterator().next().getLong("agent_id"), name));
    }

    /**
     * Prolongs the lease of all the agent's jobs and answers with those that are asked to stop; empty when the lease had ended and the agent
     * must register anew.
     */
    public Uni<Optional<Set<RunKey>>> heartbeat(Agent agent, int busy, Duration lease) {
        return transactions
                .within(lease.dividedBy(TRIES_A_LEASE))
                .query("""
                        with a as (
                          update sync_agent set lease_until = now() + $3, busy = $2 where agent_id = $1 returning agent_id)
                        select job_id, attempt from a left join sync_job j
                            on j.agent_id = a.agent_id and status = 'Processing' and cancel_requested_at is not null
                        """, Tuple.of(agent.agentId(), busy, Intervals.of(lease)))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    var stopping = new HashSet<RunKey>();
                    for (Row row : rows) {
                        if (row.getLong("job_id") != null) {
                            stopping.add(new RunKey(row.getLong("job_id"), row.getInteger("attempt")));
                        }
                    }
                    return Optional.of(stopping);
                });
    }

    /** The agent has handed its jobs back and goes. */
    public Uni<Void> leave(Agent agent) {
        return transactions
                .query("delete from sync_agent where agent_id = $1", Tuple.of(agent.agentId()))
                .replaceWithVoid();
    }
}
