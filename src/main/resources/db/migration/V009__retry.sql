-- Retry of what a run did not transfer.

-- A run and all retries that follow from it are a chain, named by its first run; null for a first run.
-- What the submitter might do, which the run asks again: everything, or use these workspaces; null: all.
alter table sync_job
  add column retry_root bigint,
  add column by_administrator boolean not null default false,
  add column submitter_workspaces bigint[];
create index sync_job_chain on sync_job (retry_root, job_id) where retry_root is not null;
-- One retry of a chain at a time, however many are submitted at once.
create unique index sync_job_one_retry on sync_job (retry_root) where retry_root is not null and ended_at is null;
-- Retention asks by chain now.
drop index sync_job_retrying;

-- A run that did not transfer everything keeps snapshot and batches with its record: they tell its retries what is left. So what is left over
-- by a dead agent is not told by them, but by this. No index has the column, so the update stays in its page.
alter table job_history add column cleaned boolean not null default false;

-- The source's item that an error is about; a slice of a snapshot without these was transferred.
alter table job_history_error add column item_id bigint;
create index job_history_error_of_item on job_history_error (job_history_id, item_id) where item_id is not null;

-- Items are in ascending order, so a chunk that cannot hold an item is passed over without being read.
alter table run_snapshot
  add column first_item bigint generated always as (item_ids[1]) stored,
  add column last_item bigint generated always as (item_ids[cardinality(item_ids)]) stored;

-- Errors as clients read them. That they are outlived by a later retry follows from that retry's row, which is committed with its submission;
-- so a submission costs the same however many errors there are.
create view job_history_error_record as
  select e.error_id, e.job_history_id, e.type, e.identifier, e.message, e.at,
         case when e.status = 'New' and later.job_id is not null then 'Expired' else e.status end as status
    from job_history_error e
    join sync_job j on j.job_id = e.job_history_id
    left join lateral (
      select r.job_id from sync_job r
       where r.retry_root = coalesce(j.retry_root, j.job_id) and r.job_id > j.job_id limit 1) later on true;
