-- Mail of jobs that have ended, and how fast runs go.

-- One row an address. Written with the end of the job and by nothing else, so that each ended job has its mail once; goes with the job's record.
create table job_mail (
  job_id bigint not null references sync_job (job_id) on delete cascade,
  address text not null,
  -- the same at every try: receivers recognise by it a mail that comes twice
  message_id uuid not null default gen_random_uuid(),
  status text not null default 'Waiting' check (status in ('Waiting', 'Sent', 'GivenUp')),
  -- how often a process took it up
  tries integer not null default 0,
  -- when it is due; while a process has it, until when no other takes it
  next_try_at timestamptz not null,
  -- why the last try failed
  why text,
  -- whether a job error tells that mail of this job is not sent
  told boolean not null default false,
  primary key (job_id, address)
) with (fillfactor = 70);
-- As long as what is not sent yet, not as the table.
create index job_mail_due on job_mail (next_try_at) where status = 'Waiting';

-- What a run had done, at some moments: the attempt, then pairs of milliseconds since 1970 and items done (job.Pace reads it). In no index, and
-- a few hundred bytes, so the updates stay in their page (HOT). Emptied when the run's leftovers go.
alter table job_history add column pace bigint[];

-- A step begins. As long as this attempt has counted nothing, what it does is measured from here.
create function job_pace_begun(pace bigint[], attempt integer, done bigint) returns bigint[] language sql as $$
  select case when pace[1] = attempt and cardinality(pace) > 3 then pace
              else array[attempt, (extract(epoch from clock_timestamp()) * 1000)::bigint, done] end
$$;

-- Items were counted. Moments are two seconds apart, the newest excepted, and the last 32 of them stay.
create function job_pace_went_on(pace bigint[], attempt integer, done bigint) returns bigint[] language sql as $$
  select case when cardinality(p.pace) > 65 then p.pace[1:1] || p.pace[4:] else p.pace end
    from (select case when pace[1] is distinct from attempt then array[attempt::bigint]
                      when cardinality(pace) >= 5 and pace[cardinality(pace) - 1] - pace[cardinality(pace) - 3] < 2000
                      then pace[:cardinality(pace) - 2]
                      else pace end
                 || array[(extract(epoch from clock_timestamp()) * 1000)::bigint, done] as pace) p
$$;
