-- What tells this installation from every other: its feed and the entries in it are named after it. It moves with the
-- database, so a store that is put back from a backup stays the same installation.

create table installation (
  singleton boolean primary key default true check (singleton),
  id uuid not null default gen_random_uuid()
);

insert into installation default values;
