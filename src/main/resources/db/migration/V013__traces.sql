-- W3C traceparents, so that one trace goes from a call through the topics to each batch. All may be null: tracing is off, or a version before
-- this one has written the row.

-- The call that submitted the job.
alter table sync_job add column traceparent text;
-- The run of the last attempt that began; the next attempt's trace links to it.
alter table job_history add column run_traceparent text;
-- The call that began the stream. Its later events, which nobody's call has brought about, belong to the same trace.
alter table job_event_sequence add column traceparent text;
alter table job_event add column traceparent text;
