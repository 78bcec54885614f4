-- A job that has to wait for a publisher is not taken up before then.
alter table job add column wait_until timestamp(6) with time zone;

-- Steps that can never be done, for a reason of the document they are about: the job went on with the next.
alter table job add column skipped integer not null default 0;
create table job_skip (
  job_id bigint        not null references job,
  step   integer       not null,
  what   varchar(1000) not null,
  reason varchar(1000) not null,
  primary key (job_id, step)
);
create trigger append_only before update or delete on job_skip for each row execute function refuse_change();
