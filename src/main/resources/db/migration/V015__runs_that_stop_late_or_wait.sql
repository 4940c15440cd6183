-- Links that a run did not come to, and what a run waits for.

alter table job_history
  -- whether the run goes over its items a second time, for their links; null until it is cut into batches
  add column links boolean,
  -- the steps that any attempt came to, and when the run went on last: with a batch, or with a step that none had come to
  add column steps_seen text[] not null default '{}',
  add column went_on_at timestamptz,
  -- what the run cannot go on without, as the rest of a sentence, and since when; null while it goes on
  add column waiting_for text,
  add column waiting_since timestamptz;

-- A batch of links whose items an earlier run of the chain transferred: that run's batch of links. Null for a batch of the run's own items.
alter table run_batch
  add column of_job_id bigint,
  add column of_position bigint;
