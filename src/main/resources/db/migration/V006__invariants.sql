-- Rules that no statement may break, whoever runs it: docs/guarantees.md names them. The service keeps them by itself; a write that breaks one
-- is refused here, with SQL state SR001, which the service logs and counts (sync.invariants.broken).

create function sync_refuse(rule text, job_id bigint, what text) returns void language plpgsql as $$
begin
  raise exception 'job %: % (%)', job_id, what, rule using errcode = 'SR001';
end $$;

-- Statuses move along the lines of the contract, an ended job never moves, a claim raises the fencing number by one and nothing else does.
create function sync_job_moves() returns trigger language plpgsql as $$
begin
  if new.status <> old.status and not (
       old.status = 'Pending' and new.status in ('Processing', 'Cancelled')
    or old.status = 'Processing' and new.status in ('Pending', 'Completed', 'CompletedWithErrors', 'Failed', 'Cancelled')) then
    perform sync_refuse('G3', old.job_id, format('status %s cannot become %s', old.status, new.status));
  end if;
  if new.history_status <> old.history_status and not (case new.history_status
       when 'Validating' then old.history_status in ('New', 'Suspended')
       when 'ValidationFailed' then old.history_status in ('Validating', 'Stopping')
       when 'Processing' then old.history_status = 'Validating'
       when 'Completed' then old.history_status in ('Processing', 'Stopping')
       when 'CompletedWithErrors' then old.history_status in ('Processing', 'Stopping')
       when 'Failed' then old.history_status in ('Processing', 'Stopping')
       when 'Stopping' then old.history_status in ('New', 'Validating', 'Processing', 'Suspending', 'Suspended')
       when 'Stopped' then old.history_status in ('New', 'Validating', 'Processing', 'Stopping', 'Suspending', 'Suspended')
       when 'Suspending' then old.history_status in ('Validating', 'Processing')
       when 'Suspended' then old.history_status in ('Validating', 'Processing', 'Suspending')
       else false end) then
    perform sync_refuse('G3', old.job_id, format('history status %s cannot become %s', old.history_status, new.history_status));
  end if;
  if new.attempt <> old.attempt + (old.status = 'Pending' and new.status = 'Processing')::integer then
    perform sync_refuse('G4', old.job_id, format('attempt %s cannot become %s', old.attempt, new.attempt));
  end if;
  if new.lost < old.lost or new.lost > old.lost + 1 then
    perform sync_refuse('G4', old.job_id, format('lost %s cannot become %s', old.lost, new.lost));
  end if;
  return new;
end $$;

create trigger sync_job_moves before update on sync_job for each row
  when (old.status <> new.status or old.history_status <> new.history_status or old.attempt <> new.attempt or old.lost <> new.lost)
  execute function sync_job_moves();

alter table sync_job add constraint sync_job_statuses_agree check (case status
  when 'Pending' then history_status in ('New', 'Suspended', 'Stopping')
  when 'Processing' then history_status in ('Validating', 'Processing', 'Stopping', 'Suspending')
  when 'Failed' then history_status in ('Failed', 'ValidationFailed')
  when 'Cancelled' then history_status = 'Stopped'
  else history_status = status end);

-- Counters only grow, the total is set once, and nothing is counted for a job that has ended.
create function job_history_counts() returns trigger language plpgsql as $$
begin
  if new.total is distinct from old.total and old.total is not null
     or new.read_items < old.read_items or new.transferred < old.transferred or new.failed < old.failed or new.bytes < old.bytes then
    perform sync_refuse('G6', old.job_history_id, 'counters cannot fall, nor a total change');
  end if;
  if exists (select 1 from sync_job where job_id = old.job_history_id and ended_at is not null) then
    perform sync_refuse('G6', old.job_history_id, 'it has ended and is counted no more');
  end if;
  return new;
end $$;

create trigger job_history_counts before update on job_history for each row
  when (old.total is distinct from new.total or old.read_items <> new.read_items or old.transferred <> new.transferred
        or old.failed <> new.failed or old.bytes <> new.bytes)
  execute function job_history_counts();

-- A batch has one outcome, and counts no more items than it has.
alter table run_batch add constraint run_batch_counts check (transferred + failed <= total);
