-- What was told with a document, which reading it again needs.
alter table document add column marketing_year integer;
alter table document add column stated_released_at timestamp(6) with time zone;

-- What a job has counted so far: cases scored, figures compared, figures brought.
alter table job add column counted bigint not null default 0;

-- What reading a document again showed, a document a step.
create table recheck_step (
  job_id      bigint   not null references job,
  step        integer  not null,
  document_id char(64) not null references document,
  figures     integer  not null,     -- that the document states
  differences integer  not null,
  first       jsonb    not null,     -- the first of them
  primary key (job_id, step)
);
create trigger append_only before update or delete on recheck_step for each row execute function refuse_change();
