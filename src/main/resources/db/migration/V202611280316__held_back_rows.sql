-- A doubt is about one destination and, where that can be told, about some measures: the others of the document count.

alter table held_back add column destination varchar(80);   -- all when null
alter table held_back add column measures    varchar(400);  -- blank-separated; all when null

do $$
declare
  name text;
begin
  select conname into name from pg_constraint where conrelid = 'held_back'::regclass and contype = 'u';
  execute format('alter table held_back drop constraint %I', name);
end
$$;
create unique index held_back_part on held_back (release_id, commodity, data_version, coalesce(destination, ''));
