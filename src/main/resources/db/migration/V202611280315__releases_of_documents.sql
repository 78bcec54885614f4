-- What two documents say of one period at one instant is two releases: a retraction withdraws what one of them said.

alter table release add column document_id char(64) references document;

do $$
declare
  name text;
begin
  select conname into name from pg_constraint where conrelid = 'release'::regclass and contype = 'u';
  execute format('alter table release drop constraint %I', name);
end
$$;

alter table release       disable trigger append_only;
alter table observation   disable trigger append_only;
alter table release_scope disable trigger append_only;
alter table held_back     disable trigger append_only;

create temporary table said on commit drop as
  select release_id, document_id, min(data_version) as data_version,
    row_number() over (partition by release_id order by min(data_version), document_id) as place
  from (
    select release_id, document_id, data_version from observation
    union all
    select release_id, document_id, data_version from release_scope
    union all
    select release_id, document_id, data_version from held_back) as each_row
  group by release_id, document_id;

update release r set document_id = s.document_id from said s where s.release_id = r.id and s.place = 1;

create temporary table split on commit drop as
  select nextval('release_seq') as id, release_id, document_id, data_version from said where place > 1;
insert into release (id, source, period_start, period_end, released_at, sequence, basis, complete, recorded_at,
    data_version, document_id)
  select s.id, r.source, r.period_start, r.period_end, r.released_at, r.sequence, r.basis, r.complete, r.recorded_at,
    s.data_version, s.document_id
  from split s join release r on r.id = s.release_id;
update observation o set release_id = s.id from split s
  where o.release_id = s.release_id and o.document_id = s.document_id;
update release_scope o set release_id = s.id from split s
  where o.release_id = s.release_id and o.document_id = s.document_id;
update held_back o set release_id = s.id from split s
  where o.release_id = s.release_id and o.document_id = s.document_id;
-- What was withdrawn stays withdrawn, all of it.
insert into retraction (release_id, retracted_at, reason, source_url, recorded_at, data_version)
  select s.id, t.retracted_at, t.reason, t.source_url, t.recorded_at, t.data_version
  from split s join retraction t on t.release_id = s.release_id;

alter table release       enable trigger append_only;
alter table observation   enable trigger append_only;
alter table release_scope enable trigger append_only;
alter table held_back     enable trigger append_only;

create unique index release_of_document on release
  (source, period_end, period_start, released_at, sequence, coalesce(document_id, ''));
