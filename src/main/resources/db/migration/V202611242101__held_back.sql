-- Figures that are hard to believe: kept, and invisible until a second document states the same or somebody decides.

create sequence held_back_seq increment by 1;
create table held_back (
  id           bigint        primary key,
  release_id   bigint        not null references release,
  commodity    varchar(80)   not null,
  document_id  char(64)      not null references document,
  reason       varchar(40)   not null,
  detail       varchar(2000) not null,
  recorded_at  timestamp(6) with time zone not null,
  data_version bigint        not null references data_version,  -- only what this version brought is held back
  unique (release_id, commodity, data_version)
);
create index held_back_by_version on held_back (data_version);

create table held_back_release (
  held_back_id bigint        primary key references held_back,
  document_id  char(64)      references document,               -- that states the same; null when somebody decided
  note         varchar(2000),
  released_at  timestamp(6) with time zone not null,
  data_version bigint        not null references data_version,
  check ((document_id is null) <> (note is null))
);
create index held_back_release_by_version on held_back_release (data_version);

create trigger append_only before update or delete on held_back         for each row execute function refuse_change();
create trigger append_only before update or delete on held_back_release for each row execute function refuse_change();
