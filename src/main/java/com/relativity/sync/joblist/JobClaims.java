package com.relativity.sync.joblist;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobEvent;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.outbox.Outbox;
import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.sql.Transactions;

/** The moves of a job between the list and the agent that has it. */
@ApplicationScoped
public class JobClaims {

    /** Source workspaces of which a claim finds the one whose turn it is; twice as many where more have waiting jobs. */
    private static final int LOOKED_AT = 50;

    // 1. waiting: the first source workspaces of a priority that have a waiting job and may run one, and some from a
    // random one on where there are more; by jumps along the index, not by reading the list. So a claim costs the same
    // however many wait.
    // 2. turns: among these, the workspace whose last claim is longest ago.
    // 3. next: its oldest job; one that another claim holds at this moment is passed over.
    // Priorities one after the other, until one has a job.
    // A job that is asked to stop while it waits between two agents goes out as well: its run ends it properly.
    private static final String CLAIM = """
            with next as (
              select n.job_id from generate_series(1, 5) p cross join lateral (
                with recursive range as materialized (
                  select l.workspace_id as low, h.workspace_id as high from (
                    select workspace_id from sync_job where status = 'Pending' and priority = p::smallint and job_id >= $4
                     order by priority, workspace_id limit 1) l cross join lateral (
                    select workspace_id from sync_job where status = 'Pending' and priority = p::smallint and job_id >= $4
                     order by priority desc, workspace_id desc limit 1) h),
                starts as materialized (
                  select low - 1 as before from range
                  union all
                  select low + floor(random() * (high - low))::bigint from range where high - low > %1$d),
                waiting as (
                  select before as workspace_id, false as may, 0 as found from starts
                  union all
                  select n.workspace_id, n.may, w.found + n.may::int from waiting w cross join lateral (
                    select s.workspace_id, $3::bigint = 0 or $3::bigint > (
                             select count(*) from sync_job r where r.status = 'Processing' and r.workspace_id = s.workspace_id) as may
                      from sync_job s
                     where s.status = 'Pending' and s.priority = p::smallint and s.workspace_id > w.workspace_id and s.job_id >= $4
                     order by s.priority, s.workspace_id limit 1) n
                   where w.found < %1$d),
                turns as materialized (
                  select w.workspace_id from waiting w left join lateral (
                    select claimed_at from sync_job t
                     where t.workspace_id = w.workspace_id and claimed_at is not null order by claimed_at desc limit 1) t on true
                   where w.may
                   order by t.claimed_at nulls first, w.workspace_id)
                select n.job_id from turns t cross join lateral (
                  select job_id from sync_job
                   where status = 'Pending' and priority = p::smallint and workspace_id = t.workspace_id and job_id >= $4
                   order by job_id limit 1 for update skip locked) n
                 limit 1) n
               limit 1),
            """.formatted(LOOKED_AT) + claimed();

    private static final String CLAIM_STOPPING = """
            with next as (
              select job_id from sync_job where status = 'Pending' and cancel_requested_at is not null
               order by job_id limit 1 for update skip locked),
            """ + claimed();

    private static String claimed() {
        return """
                j as (
                  update sync_job j
                     set status = 'Processing', attempt = attempt + 1, agent_id = $1, agent = $2, claimed_at = clock_timestamp(),
                         history_status = case when history_status = 'Stopping' then 'Stopping' else 'Validating' end,
                         started_at = coalesce(started_at, now())
                    from next where j.job_id = next.job_id
                  returning j.*)
                select %s, j.lost, j.traceparent, h.run_traceparent from j join job_history h on h.job_history_id = j.job_id
                """.formatted(JobRows.COLUMNS);
    }

    /** Counting what runs and claiming one more must not happen twice at once, where a limit is set. */
    private static final long COUNTING = 0x73796e632d636c6dL;

    private static final String HAND_BACK = """
            with j as (
              update sync_job
                 set status = 'Pending', history_status = case when history_status = 'Stopping' then 'Stopping' else 'Suspended' end
               where job_id = $1 and attempt = $2 and status = 'Processing'
              returning *)
            select %s from j join job_history h on h.job_history_id = j.job_id
            """.formatted(JobRows.COLUMNS);

    private final Transactions transactions;
    private final Outbox outbox;
    private final ListFloor floor;

    JobClaims(Transactions transactions, Outbox outbox, ListFloor floor) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.floor = floor;
    }

    /**
     * Hands the next waiting job to the agent; empty when none waits. Jobs go by priority; within one, the source workspaces take turns, and
     * the jobs of a workspace go by age. Two callers never get the same job. Commits before it answers; a claim whose answer was lost is seen
     * at the agent's next heartbeats, which hand it back.
     *
     * @param mostOfWorkspace jobs of one source workspace that run at once, in all agents; 0: no limit
     */
    public Uni<Optional<ClaimedJob>> claim(AgentRegistry.Agent agent, int mostOfWorkspace) {
        return floor.raise()
                .chain(() -> claimFrom(floor.jobId(), agent, mostOfWorkspace))
                .flatMap(claimed -> claimed.isEmpty() && floor.mayLookBelow()
                        ? claimFromTheBeginning(agent, mostOfWorkspace)
                        : Uni.createFrom().item(claimed));
    }

    /** This job entered the list or came back to it: claims of this process look where it waits. */
    public void entered(long jobId) {
        floor.lower(jobId);
    }

    private Uni<Optional<ClaimedJob>> claimFromTheBeginning(AgentRegistry.Agent agent, int mostOfWorkspace) {
        long start = floor.nanoTime();
        return claimFrom(0, agent, mostOfWorkspace).invoke(claimed -> floor.lookedBelow(start));
    }

    private Uni<Optional<ClaimedJob>> claimFrom(long lowest, AgentRegistry.Agent agent, int mostOfWorkspace) {
        return transactions.inOne(transaction -> counting(transaction, mostOfWorkspace)
                .chain(() -> claim(
                        transaction, CLAIM, Tuple.of(agent.agentId(), agent.name(), (long) mostOfWorkspace, lowest))));
    }

    /** The same for a job that waits only to be ended: it was asked to stop between two agents. */
    public Uni<Optional<ClaimedJob>> claimStopping(AgentRegistry.Agent agent) {
        return transactions.inOne(
                transaction -> claim(transaction, CLAIM_STOPPING, Tuple.of(agent.agentId(), agent.name())));
    }

    private Uni<Optional<ClaimedJob>> claim(SqlConnection transaction, String sql, Tuple arguments) {
        return transaction
                .preparedQuery(sql)
                .execute(arguments)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new ClaimedJob(
                                JobRows.job(row),
                                row.getInteger("lost"),
                                row.getString("traceparent"),
                                row.getString("run_traceparent"))))
                .call(claimed -> claimed.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : told(transaction, JobStatus.Pending, claimed.get().job()));
    }

    private static Uni<Void> counting(SqlConnection transaction, int mostOfWorkspace) {
        return mostOfWorkspace == 0
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery("select pg_advisory_xact_lock($1)")
                        .execute(Tuple.of(COUNTING))
                        .replaceWithVoid();
    }

    /** The configuration passed every rule again: the history moves on to {@code Processing}, unless a stop was asked for meanwhile. */
    public Uni<Void> validated(RunKey run) {
        return moveHistory(run, HistoryStatus.Processing, HistoryStatus.Validating);
    }

    /** The agent drains and has brought the job to a checkpoint. A stop that was asked for stays what is shown. */
    public Uni<Void> suspending(RunKey run) {
        return moveHistory(run, HistoryStatus.Suspending, HistoryStatus.Validating, HistoryStatus.Processing);
    }

    private Uni<Void> moveHistory(RunKey run, HistoryStatus to, HistoryStatus... from) {
        return transactions.inOne(transaction -> HistoryMoves.move(transaction, outbox, run, to, from));
    }

    /** Back to the list, where it waits for an agent as at first. Fails with {@link LeaseLost}. */
    public Uni<Void> handBack(RunKey run) {
        return transactions
                .inOne(transaction -> transaction
                        .preparedQuery(HAND_BACK)
                        .execute(Tuple.of(run.jobId(), run.attempt()))
                        .map(JobRows::first)
                        .flatMap(back -> back.isEmpty()
                                ? Uni.createFrom().<Void>failure(new LeaseLost(run.jobId(), run.attempt()))
                                : backInTheList(transaction, outbox, back.get())))
                .invoke(() -> floor.lower(run.jobId()));
    }

    static Uni<Void> backInTheList(SqlConnection transaction, Outbox outbox, Job job) {
        var again = new JobEvent.Submitted(
                job.jobId(), job.workspaceId(), job.flow().id(), job.attempt());
        return outbox.append(transaction, JobEvent.StatusChanged.of(JobStatus.Processing, job))
                .chain(() -> outbox.append(transaction, again));
    }

    private Uni<Void> told(SqlConnection transaction, JobStatus from, Job job) {
        return outbox.append(transaction, JobEvent.StatusChanged.of(from, job));
    }
}
