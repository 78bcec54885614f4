-- Everything that was received and read. Rows are added and never changed: a revision is a new row in a later release.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are append-only', tg_table_name;
end
$$;

-- The pointer that readers follow. It moves when a document or a change of the catalogue is wholly kept, and when
-- the calendar passes a step that can change a verdict.
create table data_version (
  id     bigint       primary key,
  at     timestamp(6) with time zone not null,
  cause  varchar(40)  not null,
  detail varchar(400) not null
);

create table document (
  id             char(64)      primary key,  -- SHA-256 of the content, hexadecimal
  source         varchar(80)   not null,
  document_type  varchar(80)   not null,
  name           varchar(300),
  source_url     varchar(2000),
  media_type     varchar(200)  not null,
  size_bytes     bigint        not null,
  content        bytea         not null,     -- as received
  received_at    timestamp(6) with time zone not null,
  reader_version varchar(40)   not null,
  first_period   date          not null,
  last_period    date          not null,
  doubtful       jsonb         not null,     -- rows left out, or taken with a doubt: line, reason, used
  data_version   bigint        not null references data_version
);
create index document_by_name on document (source, name);

create sequence release_seq increment by 50;
create table release (
  id           bigint       primary key,
  source       varchar(80)  not null,
  period_start date         not null,
  period_end   date         not null check (period_end >= period_start),
  released_at  timestamp(6) with time zone not null,
  sequence     integer      not null,       -- a re-sent report is a later one
  basis        varchar(20)  not null,
  complete     boolean      not null,       -- states its period anew
  recorded_at  timestamp(6) with time zone not null,
  data_version bigint       not null references data_version,
  unique (source, period_end, period_start, released_at, sequence)
);

create sequence release_scope_seq increment by 200;
create table release_scope (
  id           bigint       primary key,
  release_id   bigint       not null references release,
  document_id  char(64)     not null references document,
  commodity    varchar(80)  not null,
  market_year  integer,
  destinations varchar(2000) not null,      -- blank-separated; empty for a full report
  data_version bigint       not null references data_version
);

create sequence series_seq increment by 50;
create table series (
  id          bigint       primary key,
  ident       varchar(300) not null unique,
  source      varchar(80)  not null,
  measure     varchar(40)  not null,
  commodity   varchar(80)  not null,
  origin      varchar(80)  not null,
  destination varchar(80)  not null,
  cadence     varchar(20)  not null,
  unit        varchar(20)  not null
);

create sequence observation_seq increment by 1000;
create table observation (
  id                  bigint        primary key,
  series_id           bigint        not null references series,
  period_start        date          not null,
  period_end          date          not null check (period_end >= period_start),
  market_year         integer,
  correction          boolean       not null,  -- a signed delta to the print of the period
  carry_over_included boolean       not null,
  value               numeric(24,6) not null,
  release_id          bigint        not null references release,
  document_id         char(64)      not null references document,
  line                integer       not null,
  report              varchar(300),
  data_version        bigint        not null references data_version
);
create unique index observation_print on observation (series_id, period_end, period_start, coalesce(market_year, 0), release_id)
  where not correction;
create index observation_by_version on observation (data_version);
create index observation_by_document on observation (document_id);

create trigger append_only before update or delete on data_version  for each row execute function refuse_change();
create trigger append_only before update or delete on document      for each row execute function refuse_change();
create trigger append_only before update or delete on release       for each row execute function refuse_change();
create trigger append_only before update or delete on release_scope for each row execute function refuse_change();
create trigger append_only before update or delete on series        for each row execute function refuse_change();
create trigger append_only before update or delete on observation   for each row execute function refuse_change();
