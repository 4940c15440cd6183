-- The job list, what its runs did, and the events that tell of it.
-- Times are the database's; enum values are spelled as in the contract.

-- One row a job. A job, its configuration and its job history share one number. Both statuses live here and nowhere else, so that they
-- cannot disagree; counters live in job_history, so that counting does not touch the indexes of the list.
create table sync_job (
  job_id bigint generated always as identity primary key,
  workspace_id bigint not null,
  destination_workspace_id bigint not null,
  flow text not null check (flow in ('document', 'image', 'non-document')),
  job_name text not null,
  correlation_id text not null,
  status text not null default 'Pending'
    check (status in ('Pending', 'Processing', 'Completed', 'CompletedWithErrors', 'Failed', 'Cancelled')),
  history_status text not null default 'New'
    check (history_status in ('New', 'Validating', 'ValidationFailed', 'Processing', 'Completed', 'CompletedWithErrors', 'Failed',
                              'Stopping', 'Stopped', 'Suspending', 'Suspended')),
  cancel_requested_at timestamptz,
  cancel_requested_by text,
  retry_of bigint,
  priority smallint not null check (priority between 1 and 5),
  labels jsonb not null default '{}',
  overwrite_mode text not null,
  -- the last claim; tells whose turn it is among the source workspaces
  claimed_at timestamptz,
  -- the fencing number: claims so far
  attempt integer not null default 0,
  -- how often the agent that had the job was lost
  lost integer not null default 0,
  agent_id bigint,
  agent text,
  submitted_by text not null,
  submitted_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  message text,
  -- the same correlation id again is the same submission
  constraint sync_job_correlation unique (workspace_id, correlation_id),
  constraint sync_job_ended check ((status in ('Pending', 'Processing')) = (ended_at is null))
) with (fillfactor = 80);

-- Claims look here: as long as the list, not as the table. A claim jumps from workspace to workspace, so 10,000 jobs of one cost it a step.
create index sync_job_waiting on sync_job (priority, workspace_id, job_id) where status = 'Pending';
-- When a workspace had its last turn.
create index sync_job_turn on sync_job (workspace_id, claimed_at desc) where claimed_at is not null;
-- Heartbeats and the search for lost agents look here.
create index sync_job_running on sync_job (agent_id) where status = 'Processing';
-- The limit of jobs of one workspace looks here.
create index sync_job_running_of_workspace on sync_job (workspace_id) where status = 'Processing';
create index sync_job_of_workspace on sync_job (workspace_id, job_id);
create index sync_job_of_destination on sync_job (destination_workspace_id, job_id);
create index sync_job_labels on sync_job using gin (labels jsonb_path_ops);

-- The immutable parameters of a job: as submitted, defaults filled in.
create table sync_configuration (
  configuration_id bigint primary key references sync_job (job_id) on delete cascade,
  parameters jsonb not null
);

-- What the run counted. Updated once a batch and never in an indexed column, so the updates stay in their page (HOT).
create table job_history (
  job_history_id bigint primary key references sync_job (job_id) on delete cascade,
  total bigint,
  read_items bigint not null default 0,
  transferred bigint not null default 0,
  failed bigint not null default 0,
  bytes bigint not null default 0,
  step text,
  progress_told_at timestamptz not null default '-infinity',
  constraint job_history_counts check (transferred + failed <= coalesce(total, 0))
) with (fillfactor = 50);

create table job_history_error (
  error_id bigint generated always as identity primary key,
  job_history_id bigint not null references sync_job (job_id) on delete cascade,
  type text not null check (type in ('item', 'job')),
  identifier text,
  message text not null,
  at timestamptz not null default now(),
  status text not null default 'New' check (status in ('New', 'Expired', 'Retried'))
);
create index job_history_error_of_run on job_history_error (job_history_id, error_id);

-- Job history records as clients read them.
create view job_history_record as
  select job_id as job_history_id, job_id, workspace_id, destination_workspace_id, job_name as name, flow, overwrite_mode,
         history_status as status, started_at, ended_at, total, read_items, transferred, failed, bytes, retry_of
    from sync_job join job_history on job_history_id = job_id;

-- The items of a run in a fixed order, as arrays: a million items are a thousand rows. Goes with the run's end.
create table run_snapshot (
  job_id bigint not null references sync_job (job_id) on delete cascade,
  first_position bigint not null,
  item_ids bigint[] not null,
  primary key (job_id, first_position)
);

-- The batches of a run; each is taken over from its receipt once. Goes with the run's end.
create table run_batch (
  job_id bigint not null references sync_job (job_id) on delete cascade,
  first_position bigint not null,
  total integer not null,
  transferred integer not null default 0,
  failed integer not null default 0,
  metadata_bytes bigint not null default 0,
  file_bytes bigint not null default 0,
  status text not null default 'New'
    check (status in ('New', 'InProgress', 'Completed', 'CompletedWithErrors', 'Failed', 'Cancelled')),
  primary key (job_id, first_position)
) with (fillfactor = 70);
create index run_batch_open on run_batch (job_id, first_position) where status in ('New', 'InProgress');

-- Agent processes. One that was not heard of until lease_until has lost its jobs.
create table sync_agent (
  agent_id bigint generated always as identity primary key,
  name text not null,
  slots integer not null,
  busy integer not null default 0,
  started_at timestamptz not null default now(),
  lease_until timestamptz not null
) with (fillfactor = 50);

-- Events, written in the transaction of what they tell. The row is the outbox until it is published, and the log that streams resume from
-- afterwards. position is not the order of commits; within a job, sequence is.
create table job_event (
  position bigint generated always as identity primary key,
  event_id uuid not null default gen_random_uuid(),
  job_id bigint not null,
  workspace_id bigint not null,
  stream text not null check (stream in ('SUBMITTED', 'CANCELLATION', 'STATUS')),
  sequence bigint not null,
  type text not null,
  at timestamptz not null default clock_timestamp(),
  -- the event's data as JSON text; null: a tombstone
  data text,
  -- the writing transaction, and the oldest one that ran beside it: what a reader by position may not have seen yet
  written_by xid8 not null default pg_current_xact_id(),
  horizon xid8 not null default pg_snapshot_xmin(pg_current_snapshot()),
  published_at timestamptz,
  constraint job_event_order unique (job_id, stream, sequence)
);
create index job_event_unpublished on job_event (position) where published_at is null;
create unique index job_event_id on job_event (event_id);

-- The last sequence number of a job's events in a stream. Its row lock makes the order of numbers the order of commits.
create table job_event_sequence (
  job_id bigint not null,
  stream text not null,
  last bigint not null,
  primary key (job_id, stream)
) with (fillfactor = 50);
