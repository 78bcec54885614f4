-- Who moved the data version. Of those that are held this was not written down.
alter table data_version
  add column actor_kind varchar(12) not null default 'UNRECORDED',
  add column actor varchar(200) not null default '';
