-- What retention looks by, and how the tables that change much stay small.

-- Whose turn it is at work that one process at a time should do, and not all the time. A process that dies at it costs one turn.
create table sync_turn (
  what text primary key,
  next_at timestamptz not null
) with (fillfactor = 50);

-- Jobs whose record is due. The end leaves the partial indexes of the list anyway, so the entry costs no HOT update.
create index sync_job_ended on sync_job (ended_at) where ended_at is not null;
-- A run that is being retried stays for as long as its retry needs it. As long as the list, not as the table.
create index sync_job_retrying on sync_job (retry_of) where retry_of is not null and ended_at is null;
-- Old events are found by position, which grows with time: an index by time would cost every event one more entry when it is published.

-- Fences of jobs that have no record any more.
create index store_run_job on store_run (job_id);
-- Jobs below first_job are gone for good: whatever still wants to write for one is refused, also when its fence has been removed.
create table store_run_floor (
  -- the table has one row
  only_row boolean primary key default true check (only_row),
  first_job bigint not null,
  raised_at timestamptz not null default '-infinity'
);
insert into store_run_floor (first_job) values (0);

-- The row is about to go, unless a writer takes it back.
alter table store_text add column leaving boolean not null default false;
-- Natives that are another workspace's files: what keeps those.
create index store_item_linked on store_item (native_reference collate "C") where native_linked;

-- HOT. An update stays in its page, and touches no index, when no indexed column changes and the page has room (fill factor):
--   job_history, job_event_sequence, store_run, sync_agent, sync_relay, sync_turn: every update;
--   sync_job: the moves of the history status and the wish to cancel; those of the status leave one partial index for another;
--   run_batch: no (its status takes the batch out of run_batch_open), once a batch;
--   job_event: no (published_at takes it out of job_event_unpublished), once an event.
-- HOT updates are tidied by whoever reads the page next. The others leave dead entries in partial indexes, which claims and the relay read
-- over until a vacuum; the default, a fifth of the table, would let them read over hundreds of thousands where records are kept for months.
alter table sync_job set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,
                          autovacuum_analyze_scale_factor = 0.02);
alter table job_event set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
                           autovacuum_vacuum_insert_scale_factor = 0.1);
alter table run_batch set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
alter table run_snapshot set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
alter table store_receipt set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
-- Once a batch or an event, in place: what pruning cannot tidy while an old snapshot is held, the first vacuum after it should.
alter table job_history set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
alter table job_event_sequence set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
alter table store_run set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
-- A handful of rows, written every second.
alter table sync_agent set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
alter table sync_relay set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
-- Errors come once and go in portions; by the default their space would be free for others only after a fifth of the table has gone.
alter table job_history_error set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 2000);
