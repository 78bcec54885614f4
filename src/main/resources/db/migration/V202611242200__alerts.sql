-- Alerts. The state of one is its newest transition; nothing is changed or deleted.

-- Changes of rules. Those that Offtake comes with have no row until somebody changes them.
create table alert_rule (
  id          varchar(80)   not null,
  version     integer       not null check (version > 0),
  title       varchar(200)  not null,
  kind        varchar(40)   not null,
  body        jsonb         not null,     -- parameters and scope
  severity    varchar(20)   not null check (severity in ('info', 'watch', 'likely')),
  hysteresis  double precision not null check (hysteresis >= 0),
  dwell       integer       not null check (dwell >= 0),
  enabled     boolean       not null,
  recorded_at timestamp(6) with time zone not null,
  primary key (id, version)
);

create sequence alert_transition_seq increment by 100;
create table alert_transition (
  id           bigint        primary key,
  fingerprint  char(16)      not null,     -- of commitment, reading and rule
  sequence     integer       not null check (sequence > 0),
  commitment   varchar(80)   not null,
  reading      varchar(80)   not null,
  rule         varchar(80)   not null,
  rule_version integer       not null,
  kind         varchar(20)   not null,
  state        varchar(20)   not null,
  severity     varchar(20)   not null,
  cause        varchar(2000) not null,
  body         jsonb         not null,     -- states before and after, what moved it, and the facts
  occurred_at  timestamp(6) with time zone not null,
  data_version bigint        not null references data_version,
  unique (fingerprint, sequence)
);
create index alert_transition_newest on alert_transition (fingerprint, sequence desc);
create index alert_transition_of_commitment on alert_transition (commitment, fingerprint, sequence desc);

-- What rules compared later facts with: kept where it was news.
create sequence alert_facts_seq increment by 100;
create table alert_facts (
  id           bigint       primary key,
  commitment   varchar(80)  not null,
  reading      varchar(80)  not null,
  seen_at      timestamp(6) with time zone not null,
  facts        jsonb        not null,
  data_version bigint       not null references data_version
);
create index alert_facts_newest on alert_facts (commitment, reading, id desc);

-- When all readings were looked at: what has fallen due since is a query.
create sequence alert_look_seq increment by 1;
create table alert_look (
  id           bigint primary key,
  at           timestamp(6) with time zone not null,
  data_version bigint not null references data_version
);

create sequence silence_seq increment by 1;
create table silence (
  id          bigint        primary key,
  commitment  varchar(80),                 -- each part that is given must agree
  reading     varchar(80),
  rule        varchar(80),
  severity    varchar(20),
  owner       varchar(200)  not null,
  reason      varchar(1000) not null,
  starts_at   timestamp(6) with time zone not null,
  ends_at     timestamp(6) with time zone not null check (ends_at > starts_at),
  recorded_at timestamp(6) with time zone not null
);
-- Silences that somebody ended before their time.
create table silence_end (
  silence_id bigint primary key references silence,
  ended_at   timestamp(6) with time zone not null
);

create trigger append_only before update or delete on alert_rule       for each row execute function refuse_change();
create trigger append_only before update or delete on alert_transition for each row execute function refuse_change();
create trigger append_only before update or delete on alert_facts      for each row execute function refuse_change();
create trigger append_only before update or delete on alert_look       for each row execute function refuse_change();
create trigger append_only before update or delete on silence          for each row execute function refuse_change();
create trigger append_only before update or delete on silence_end      for each row execute function refuse_change();
