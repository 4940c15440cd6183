package com.relativity.sync.joblist;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
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

    /** @param slots 0: it takes no jobs but those that are to be ended, and counts for no workload */
    public Uni<Agent> register(String name, int slots, Duration lease) {
        return transactions
                .query(
                        "insert into sync_agent (name, slots, lease_until) values ($1, $2, now() + $3) returning agent_id",
                        Tuple.of(name, slots, Intervals.of(lease)))
                .map(rows -> new Agent(rows.iterator().next().getLong("agent_id"), name));
    }

    /**
     * @param runs all that the agent has by the list, so that it can tell one whose claim was not answered
     * @param stopping those of them that are asked to stop
     */
    public record Heartbeat(Set<RunKey> runs, Set<RunKey> stopping) {}

    /** Prolongs the lease of all the agent's jobs; empty when the lease had ended and the agent must register anew. */
    public Uni<Optional<Heartbeat>> heartbeat(Agent agent, int busy, Duration lease) {
        return transactions
                .within(lease.dividedBy(TRIES_A_LEASE))
                .query("""
                        with a as (
                          update sync_agent set lease_until = now() + $3, busy = $2 where agent_id = $1 returning agent_id)
                        select job_id, attempt, cancel_requested_at is not null as stopping
                          from a left join sync_job j on j.agent_id = a.agent_id and status = 'Processing'
                        """, Tuple.of(agent.agentId(), busy, Intervals.of(lease)))
                .map(AgentRegistry::heartbeat);
    }

    private static Optional<Heartbeat> heartbeat(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        var runs = new HashSet<RunKey>();
        var stopping = new HashSet<RunKey>();
        for (Row row : rows) {
            if (row.getLong("job_id") != null) {
                var run = new RunKey(row.getLong("job_id"), row.getInteger("attempt"));
                runs.add(run);
                if (row.getBoolean("stopping")) {
                    stopping.add(run);
                }
            }
        }
        return Optional.of(new Heartbeat(runs, stopping));
    }

    /** The agent has handed its jobs back and goes. */
    public Uni<Void> leave(Agent agent) {
        return transactions
                .query("delete from sync_agent where agent_id = $1", Tuple.of(agent.agentId()))
                .replaceWithVoid();
    }
}
