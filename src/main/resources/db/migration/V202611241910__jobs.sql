-- Long work. A job that runs is leased to one replica; a lease that ran out may be taken by any.
create sequence job_seq increment by 1;
create table job (
  id               bigint       primary key,
  kind             varchar(40)  not null,
  request          text         not null,
  data_version     bigint       not null,
  state            varchar(20)  not null check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  done             integer      not null,
  total            integer,
  current          varchar(1000),
  failure          varchar(1000),
  cancel_requested boolean      not null,
  owner            varchar(80),
  lease_until      timestamp(6) with time zone,
  created_at       timestamp(6) with time zone not null,
  started_at       timestamp(6) with time zone,
  finished_at      timestamp(6) with time zone
);
create index job_to_take_up on job (id) where state in ('queued', 'running');

-- What the steps of backtests found: the scored cases of one instant each.
create table backtest_step (
  job_id bigint  not null references job,
  step   integer not null,
  cases  jsonb   not null,
  primary key (job_id, step)
);
create trigger append_only before update or delete on backtest_step for each row execute function refuse_change();
