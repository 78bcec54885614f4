-- What receivers are to be told. A message is kept in the transaction of what it tells; ids ascend in the order of
-- commit, because who keeps messages holds a lock until then.
create table outbox_message (
  id           bigint       primary key,
  key          varchar(200) not null unique,
  subject      varchar(200) not null,
  sequence     integer      not null,
  type         varchar(80)  not null,
  occurred_at  timestamp(6) with time zone not null,
  data_version bigint       not null,
  commitment   varchar(200) not null,      -- empty for a notice of the service itself
  reading      varchar(200),
  rule         varchar(200) not null,
  severity     varchar(20)  not null,
  content      text         not null,
  recipient    uuid,                       -- the subscription that alone is told, if so
  unique (subject, sequence)
);
create trigger append_only before update or delete on outbox_message for each row execute function refuse_change();

-- Up to which message deliveries were made. One relay at a time moves it.
create table outbox_expansion (
  only_row boolean primary key check (only_row),
  up_to    bigint  not null
);
insert into outbox_expansion values (true, 0);

create table subscription (
  id               uuid         primary key,
  number           bigint       generated always as identity unique,  -- the order of making
  revision         integer      not null,
  name             varchar(200) not null,
  channel          varchar(20)  not null check (channel in ('webhook', 'mail')),
  address          varchar(2000) not null,
  format           varchar(20)  not null check (format in ('standard', 'cloudevents', 'slack', 'mail')),
  commitments      varchar(200)[] not null,  -- an empty list takes all
  readings         varchar(200)[] not null,
  rules            varchar(200)[] not null,
  severities       varchar(20)[]  not null,
  types            varchar(80)[]  not null,
  zone             varchar(60)  not null,
  quiet_from       time,
  quiet_to         time,
  rate_per_minute  integer      not null,
  digest_seconds   integer,
  digest_at        time,
  state            varchar(20)  not null check (state in ('active', 'paused', 'disabled', 'ended')),
  cause            varchar(400),
  starts_after     bigint       not null,    -- the newest message when it was made
  secret           bytea,                    -- sealed
  old_secret       bytea,
  old_secret_until timestamp(6) with time zone,
  created_at       timestamp(6) with time zone not null,
  changed_at       timestamp(6) with time zone not null
);

-- Which subscriptions a message of a commitment concerns; the other lists are looked at after that. '*' stands for all
-- commitments, and '!' for those that are told of the service itself.
create table subscription_commitment (
  commitment      varchar(200) not null,
  subscription_id uuid         not null references subscription,
  primary key (commitment, subscription_id)
);

create table subscription_lane (
  subscription_id uuid primary key references subscription,
  wake_at         timestamp(6) with time zone,  -- when it next has something to do
  owner           varchar(80),
  lease_until     timestamp(6) with time zone,
  served_at       timestamp(6) with time zone,
  failing_since   timestamp(6) with time zone,
  given_up        integer not null              -- since anything was accepted
);
create index lane_to_wake on subscription_lane (wake_at) where wake_at is not null;

create table delivery (
  id              bigint       generated always as identity primary key,
  subscription_id uuid         not null references subscription,
  message_id      bigint       not null references outbox_message,
  subject         varchar(200) not null,
  state           varchar(20)  not null check (state in ('waiting', 'delivered', 'failed')),
  digest          varchar(220),
  tries           integer      not null,
  created_at      timestamp(6) with time zone not null,
  due_at          timestamp(6) with time zone not null,
  urgent          boolean      not null,
  settled_at      timestamp(6) with time zone,
  unique (subscription_id, message_id)
);
create index delivery_waiting on delivery (subscription_id, subject, message_id) where state = 'waiting';
create index delivery_newest on delivery (subscription_id, id desc);

-- Every attempt that ended.
create table delivery_attempt (
  delivery_id     bigint       not null references delivery,
  number          integer      not null,
  subscription_id uuid         not null,
  round           varchar(220) not null,        -- the key it went out under
  started_at      timestamp(6) with time zone not null,
  finished_at     timestamp(6) with time zone not null,
  accepted        boolean      not null,
  status          integer,
  detail          varchar(400),
  primary key (delivery_id, number)
);
create index delivery_attempt_newest on delivery_attempt (subscription_id, started_at desc);
create trigger append_only before update or delete on delivery_attempt for each row execute function refuse_change();
