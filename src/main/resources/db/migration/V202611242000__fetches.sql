-- How each source was asked. A source that is being asked is leased to one replica; a lease that ran out may be taken.
create table source_fetch (
  source       varchar(80) primary key,
  covered_to   date,
  failures     integer     not null,
  not_before   timestamp(6) with time zone,
  requested_at timestamp(6) with time zone,
  owner        varchar(80),
  lease_until  timestamp(6) with time zone,
  claimed_at   timestamp(6) with time zone
);

-- Every attempt that ended.
create sequence fetch_attempt_seq increment by 1;
create table fetch_attempt (
  id          bigint        primary key,
  source      varchar(80)   not null,
  started_at  timestamp(6) with time zone not null,
  finished_at timestamp(6) with time zone not null,
  outcome     varchar(20)   not null check (outcome in ('CURRENT', 'NOT_YET', 'FAILED')),
  fault       varchar(40),
  text        varchar(1000),
  covered_to  date,
  documents   integer       not null,
  figures     integer       not null
);
create index fetch_attempt_newest on fetch_attempt (source, id desc);
create trigger append_only before update or delete on fetch_attempt for each row execute function refuse_change();

-- What publishers said of the version of a document that is held.
create table fetch_validator (
  address       varchar(2000) primary key,
  source        varchar(80)   not null,
  etag          varchar(1000),
  last_modified varchar(100)
);
