package com.relativity.sync.simulation;

import java.util.Arrays;
import java.util.stream.Collectors;

import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.JobStatus;

/**
 * What must hold at every change of a row, watched by the database itself: a change that breaks a rule is written down with the change, so it
 * counts exactly when it was committed. And the functions that tell statements the time of the simulation.
 */
final class Rulebook {

    private Rulebook() {}

    private static final String TIME = """
            create schema simulated;
            create function simulated.now() returns timestamptz stable language sql
              as $$ select pg_catalog.current_setting('simulated.now')::timestamptz $$;
            create function simulated.clock_timestamp() returns timestamptz volatile language sql
              as $$ select pg_catalog.current_setting('simulated.clock')::timestamptz $$;
            create function simulated.pg_postmaster_start_time() returns timestamptz stable language sql
              as $$ select pg_catalog.current_setting('simulated.start')::timestamptz $$;
            """;

    private static final String RULES = """
            create table simulated.broken (at timestamptz, client text, job_id bigint, rule text);
            create table simulated.job_move (was text, becomes text);
            create table simulated.history_move (was text, becomes text);

            create function simulated.must(holds boolean, job_id bigint, rule text) returns void language plpgsql as $$
            begin
              if holds is not true then
                insert into simulated.broken values (
                  simulated.clock_timestamp(), current_setting('simulated.client'), job_id, rule);
              end if;
            end $$;

            create function simulated.job_changed() returns trigger language plpgsql as $$
            begin
              perform simulated.must(old.ended_at is null, new.job_id, 'an ended job never moves again');
              perform simulated.must(
                new.status = old.status or exists (select 1 from simulated.job_move where was = old.status and becomes = new.status),
                new.job_id, 'no move from ' || old.status || ' to ' || new.status);
              perform simulated.must(
                new.history_status = old.history_status
                  or exists (select 1 from simulated.history_move where was = old.history_status and becomes = new.history_status),
                new.job_id, 'no move of the history from ' || old.history_status || ' to ' || new.history_status);
              perform simulated.must(
                new.attempt = old.attempt + (old.status = 'Pending' and new.status = 'Processing')::int,
                new.job_id, 'each claim has the next number, and nothing else has one');
              perform simulated.must(
                new.lost between old.lost and old.lost + (old.status = 'Processing' and new.status = 'Pending')::int,
                new.job_id, 'losses are counted when a job is taken back');
              perform simulated.must(
                old.status <> 'Processing' or new.agent_id = old.agent_id, new.job_id, 'a claim has one owner');
              perform simulated.must(
                old.cancel_requested_at is null or new.cancel_requested_at = old.cancel_requested_at,
                new.job_id, 'a request to stop stays');
              perform simulated.must(
                new.status <> 'Cancelled' or new.cancel_requested_at is not null,
                new.job_id, 'no job is cancelled unasked');
              perform simulated.must(
                not (old.status = 'Processing' and new.ended_at is not null) or old.agent = current_setting('simulated.client'),
                new.job_id, 'only the owner of the claim ends a job');
              return null;
            end $$;
            create trigger rules after update on sync_job for each row execute function simulated.job_changed();

            create function simulated.counted() returns trigger language plpgsql as $$
            declare
              j record;
            begin
              if (new.total, new.read_items, new.transferred, new.failed, new.bytes)
                 is not distinct from (old.total, old.read_items, old.transferred, old.failed, old.bytes) then
                return null;
              end if;
              select status, agent into j from sync_job where job_id = new.job_history_id;
              perform simulated.must(
                new.read_items >= old.read_items and new.transferred >= old.transferred and new.failed >= old.failed
                  and new.bytes >= old.bytes and new.transferred + new.failed <= new.total,
                new.job_history_id, 'counters only grow, up to the total');
              perform simulated.must(
                old.total is null or new.total = old.total, new.job_history_id, 'a total is fixed once');
              perform simulated.must(
                j.status = 'Processing' and j.agent = current_setting('simulated.client'),
                new.job_history_id, 'only the owner of the claim counts');
              return null;
            end $$;
            create trigger rules after update on job_history for each row execute function simulated.counted();

            create function simulated.batch_closed() returns trigger language plpgsql as $$
            begin
              perform simulated.must(old.status in ('New', 'InProgress'), new.job_id, 'a batch is taken over once');
              return null;
            end $$;
            create trigger rules after update on run_batch for each row execute function simulated.batch_closed();

            create function simulated.told() returns trigger language plpgsql as $$
            declare
              j record;
              before text;
            begin
              perform simulated.must(
                new.sequence = 1 or exists (
                  select 1 from job_event where job_id = new.job_id and stream = new.stream and sequence = new.sequence - 1),
                new.job_id, 'no gap in ' || new.stream || ' before ' || new.sequence);
              if new.type = 'sync.job.status-changed.v1' then
                select status, history_status, attempt into j from sync_job where job_id = new.job_id;
                select data::json ->> 'to' into before from job_event
                 where job_id = new.job_id and type = new.type and sequence < new.sequence order by sequence desc limit 1;
                perform simulated.must(
                  (new.data::json ->> 'from') is not distinct from before
                    and (new.data::json ->> 'to') = j.status
                    and (new.data::json ->> 'historyStatus') = j.history_status
                    and (new.data::json ->> 'attempt')::int = j.attempt,
                  new.job_id, 'each move is told, as it was: ' || new.data);
                perform simulated.must(
                  before is null or before in ('Pending', 'Processing'), new.job_id, 'nothing is told after the end');
              end if;
              return null;
            end $$;
            create trigger rules after insert on job_event for each row execute function simulated.told();
            """;

    /** For a database with the service's tables. */
    static String script() {
        return TIME
                + RULES
                + moves("simulated.job_move", JobStatus.values(), JobStatus::canMoveTo)
                + moves("simulated.history_move", HistoryStatus.values(), HistoryStatus::canMoveTo);
    }

    private static <S> String moves(String table, S[] statuses, java.util.function.BiPredicate<S, S> allowed) {
        return Arrays.stream(statuses)
                .flatMap(was -> Arrays.stream(statuses)
                        .filter(becomes -> allowed.test(was, becomes))
                        .map(becomes -> "('" + was + "', '" + becomes + "')"))
                .collect(Collectors.joining(", ", "insert into " + table + " values ", ";\n"));
    }
}
