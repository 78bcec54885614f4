-- Whoever is named as a reader of mail agrees first: until then a subscription is unconfirmed, and nothing but the
-- question goes to its address. Those there are got mail before this was asked, and keep getting it.
alter table subscription drop constraint subscription_state_check;
alter table subscription add constraint subscription_state_check
  check (state in ('unconfirmed', 'active', 'paused', 'disabled', 'ended'));
alter table subscription add column confirmed_at timestamp(6) with time zone;  -- the first time; absent for webhooks
alter table subscription add column once_confirmed varchar(20) not null default 'active'
  check (once_confirmed in ('active', 'paused'));
update subscription set confirmed_at = created_at where channel = 'mail';

-- How often a mailbox was asked, whatever subscription it was for.
create table confirmation_request (
  id              bigint       generated always as identity primary key,
  subscription_id uuid         not null references subscription,
  mailbox         varchar(254) not null,  -- in lower case, without what follows a plus
  requested_at    timestamp(6) with time zone not null
);
create index confirmation_request_newest on confirmation_request (mailbox, requested_at desc);

-- What the links in those mails carry.
create table confirmation_token (
  hash            bytea        primary key,  -- SHA-256
  subscription_id uuid         not null references subscription,
  address         varchar(254) not null,     -- that it confirms
  expires_at      timestamp(6) with time zone not null,
  used_at         timestamp(6) with time zone
);
create index confirmation_token_of on confirmation_token (subscription_id);

-- Answers that are kept for a repeated request had the whole address of a receiver.
alter table idempotent_request disable trigger user;
update idempotent_request set body = regexp_replace(regexp_replace(body,
    '("url" *: *"https?://[^/"?]+)[^"]*"', '\1/***"'),
    '("address" *: *")(.)[^"]*@([^"@]+)"', '\1\2***@\3"')
  where id like 'POST /v1/subscriptions %';
alter table idempotent_request enable trigger user;
