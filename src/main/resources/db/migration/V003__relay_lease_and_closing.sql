-- Which relay publishes. One at a time: each round prolongs its lease, and another relay takes over when it has ended. It spares double work;
-- the order of a job's events does not depend on it (see outbox.UnpublishedEvents).
create table sync_relay (
  -- the table has one row
  only_row boolean primary key default true check (only_row),
  relay_id uuid not null,
  lease_until timestamptz not null
) with (fillfactor = 50);

-- Jobs that were asked to stop while they wait between two agents; whoever looks finds them without reading the list.
create index sync_job_stopping on sync_job (job_id) where status = 'Pending' and cancel_requested_at is not null;
