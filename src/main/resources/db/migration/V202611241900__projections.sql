-- Projections as they were issued, whole enough to be scored, and what came about.

create sequence issued_projection_seq increment by 200;
create table issued_projection (
  id                    bigint       primary key,
  commitment            varchar(80)  not null,
  reading               varchar(80)  not null,
  as_of                 timestamp(6) with time zone not null,
  source                varchar(80)  not null,
  measure               varchar(40)  not null,
  commodity             varchar(80)  not null,
  origin                varchar(80)  not null,
  destination           varchar(80)  not null,
  unit                  varchar(20)  not null,
  newest_period_end     date         not null,
  window_end            date         not null check (window_end > newest_period_end),
  horizon_weeks         integer      not null check (horizon_weeks > 0),
  fulfilled             double precision not null,
  target                double precision not null,
  scale                 double precision not null check (scale > 0),
  quantiles             jsonb        not null,     -- at 0.01 0.05 0.1 0.25 0.5 0.75 0.9 0.95 0.99
  shortfall_probability double precision not null,
  rules                 jsonb        not null,     -- the quantiles of the rules of thumb, by name
  method                varchar(80)  not null,
  seed                  bigint       not null,
  engine_version        varchar(40)  not null,
  data_version          bigint       not null references data_version
);
create index issued_projection_by_reading on issued_projection (commitment, reading, newest_period_end, id);

-- The first projection of each reading, newest week and target is scored, once.
create table projection_outcome (
  projection_id bigint       primary key references issued_projection,
  outcome       double precision not null,
  known_at      timestamp(6) with time zone not null,  -- when the public had the last figure it took
  recorded_at   timestamp(6) with time zone not null,
  data_version  bigint       not null references data_version
);

create trigger append_only before update or delete on issued_projection  for each row execute function refuse_change();
create trigger append_only before update or delete on projection_outcome for each row execute function refuse_change();
