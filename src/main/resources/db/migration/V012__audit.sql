-- The audit trail: who asked for what and was refused what, when and from where. Lines are added, never changed, and go when they are old.
create table audit_line (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- null: nobody that a token named
  who text,
  action text not null check (action in ('Submit', 'Cancel', 'Redrive', 'Write', 'Read')),
  -- method and path, without the query
  request text,
  job_id bigint,
  workspace_id bigint,
  -- host or address that the request came from
  remote text,
  outcome text not null check (outcome in ('Accepted', 'Repeated', 'Refused')),
  -- the last part of the problem's type
  problem text,
  -- more than 1: so many refusals of one source within a minute
  times integer not null default 1 check (times > 0),
  trace_id text
);
create index audit_line_workspace on audit_line (workspace_id, audit_id) where workspace_id is not null;
create index audit_line_job on audit_line (job_id, audit_id) where job_id is not null;
create index audit_line_who on audit_line (who, audit_id) where who is not null;

-- Whoever removes lines says in its transaction how long lines stay (sync.audit_kept, an interval), and younger ones are refused to it.
create function audit_line_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < now() - nullif(current_setting('sync.audit_kept', true), '')::interval then
    return old;
  end if;
  raise exception 'audit line %: lines are not changed, and go by sync.audit.retention only (G16)', old.audit_id using errcode = 'SR001';
end $$;

create trigger audit_line_stays before update or delete on audit_line for each row execute function audit_line_stays();

create function audit_trail_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is not emptied: lines go by sync.audit.retention only (G16)' using errcode = 'SR001';
end $$;

create trigger audit_trail_stays before truncate on audit_line for each statement execute function audit_trail_stays();
