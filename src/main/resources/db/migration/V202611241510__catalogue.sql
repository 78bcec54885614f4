-- Declared commitments. Each change adds the commitment whole, as it stands from then on; the newest entry is in force.

create sequence catalogue_entry_seq increment by 50;
create table catalogue_entry (
  id            bigint       primary key,
  commitment    varchar(80)  not null,
  revision      integer      not null,
  change        varchar(40)  not null,       -- created, amended, readingAdded
  body          jsonb        not null,
  recorded_at   timestamp(6) with time zone not null,
  data_version  bigint       not null references data_version,
  unique (commitment, revision)
);

-- Verdicts and projections as they were issued.
create sequence issued_verdict_seq increment by 200;
create table issued_verdict (
  id             bigint       primary key,
  commitment     varchar(80)  not null,
  reading        varchar(80)  not null,
  as_of          timestamp(6) with time zone not null,
  verdict        varchar(40)  not null,
  summary        varchar(1000) not null,
  body           jsonb        not null,
  engine_version varchar(40)  not null,
  data_version   bigint       not null references data_version
);
create index issued_verdict_by_reading on issued_verdict (commitment, reading, id);

-- Answers to requests that carried an Idempotency-Key, so that a repeated one changes nothing.
create table idempotent_request (
  id           varchar(300) primary key,    -- method, path and key
  fingerprint  char(64)     not null,       -- of the body
  status       integer      not null,
  location     varchar(500),
  body         text         not null,
  recorded_at  timestamp(6) with time zone not null
);

create trigger append_only before update or delete on catalogue_entry    for each row execute function refuse_change();
create trigger append_only before update or delete on issued_verdict     for each row execute function refuse_change();
create trigger append_only before update or delete on idempotent_request for each row execute function refuse_change();
