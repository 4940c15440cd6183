-- Dead letters that were sent again. The letter itself stays on its topic until its retention ends; a row here keeps it out of the list and
-- from being sent twice. The topic's id tells letters of a topic that was removed and made again from those of the old one. Rows go when
-- their letters have gone.
create table dead_letter_redriven (
  topic_id uuid not null,
  partition integer not null,
  record_offset bigint not null,
  redriven_at timestamptz not null default now(),
  redriven_by text not null,
  primary key (topic_id, partition, record_offset)
);
