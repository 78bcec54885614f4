-- API keys. What a key reads is kept nowhere: of it there is the digest alone, which suffices for 256 random bits.
create table api_key (
  id          uuid         primary key,
  number      bigint       generated always as identity unique,  -- the order of making
  prefix      varchar(20)  not null unique,   -- its first letters, by which it is told from others
  hash        char(64)     not null unique,   -- SHA-256 of the whole, hexadecimal
  owner       varchar(200) not null,
  scopes      varchar(20)[] not null check (cardinality(scopes) > 0),
  commitments varchar(80)[] not null,         -- an empty list takes all
  sources     varchar(80)[] not null,
  replaces    uuid         references api_key,
  revision    integer      not null,          -- counts what became of it, but for its use
  created_at  timestamp(6) with time zone not null,
  created_by  varchar(200) not null,
  expires_at  timestamp(6) with time zone,
  revoked_at  timestamp(6) with time zone,
  used_at     timestamp(6) with time zone
);

-- Every change of state by whoever asked for it: kept by the tables themselves, so in the transaction of the change, and
-- whatever part of the service makes it. Changes by the service alone (figures read, alerts that fire, deliveries) have
-- their own records and are not repeated here.
create table audit_entry (
  id           bigint       generated always as identity primary key,
  at           timestamp(6) with time zone not null,
  actor_kind   varchar(12)  not null,
  actor        varchar(200) not null,
  action       varchar(20)  not null check (action in ('created', 'changed', 'removed')),
  subject_type varchar(40)  not null,
  subject      varchar(200) not null,
  before       jsonb,
  after        jsonb
);
create index audit_entry_of on audit_entry (subject_type, subject, id desc);
create trigger append_only before update or delete on audit_entry for each row execute function refuse_change();

-- Arguments: the type of the subject, the column that names it, the column that counts its versions ('' when a row is
-- all there is of it), the columns that are told to nobody, and the action where it is not the table's.
--
-- The setting offtake.actor says for whom the connection works; it is empty for the service itself.
create function audit_change() returns trigger language plpgsql as $$
declare
  who    text := coalesce(current_setting('offtake.actor', true), '');
  hidden text[] := string_to_array(tg_argv[3], ' ');
  was    jsonb;
  is_now jsonb;
  made   boolean := tg_op = 'INSERT';
begin
  if who = '' then
    return null;
  end if;
  if tg_op <> 'DELETE' then
    is_now := to_jsonb(new) - hidden;
  end if;
  if tg_op <> 'INSERT' then
    was := to_jsonb(old) - hidden;
  elsif tg_argv[2] <> '' then
    execute format('select to_jsonb(t) - $1 from %I t where t.%I::text = $2 and t.%I < $3 order by t.%I desc limit 1',
        tg_table_name, tg_argv[1], tg_argv[2], tg_argv[2])
      into was using hidden, is_now ->> tg_argv[1], (is_now ->> tg_argv[2])::integer;
    made := was is null;
  end if;
  if was is distinct from is_now then
    insert into audit_entry (at, actor_kind, actor, action, subject_type, subject, before, after)
      values (clock_timestamp(), split_part(who, ' ', 1), substring(who from position(' ' in who) + 1),
        case when tg_nargs > 4 then tg_argv[4] when tg_op = 'DELETE' then 'removed' when made then 'created' else 'changed' end,
        tg_argv[0], coalesce(is_now, was) ->> tg_argv[1], was, is_now);
  end if;
  return null;
end
$$;

create trigger audited after insert or update or delete on api_key
  for each row execute function audit_change('key', 'id', '', 'hash used_at number revision');
create trigger audited after insert on data_version
  for each row execute function audit_change('dataVersion', 'id', '', '');
create trigger audited after insert on catalogue_entry
  for each row execute function audit_change('commitment', 'commitment', 'revision', '');
create trigger audited after insert on alert_rule
  for each row execute function audit_change('alertRule', 'id', 'version', '');
create trigger audited after insert on alert_transition
  for each row execute function audit_change('alert', 'fingerprint', 'sequence', 'body');
create trigger audited after insert on silence
  for each row execute function audit_change('silence', 'id', '', '');
create trigger audited after insert on silence_end
  for each row execute function audit_change('silence', 'silence_id', '', '', 'changed');
create trigger audited after insert on held_back_release
  for each row execute function audit_change('heldBack', 'held_back_id', '', '');
create trigger audited after insert on retraction
  for each row execute function audit_change('retraction', 'release_id', '', '');
create trigger audited after insert or update of name, channel, address, format, commitments, readings, rules, severities,
    types, zone, quiet_from, quiet_to, rate_per_minute, digest_seconds, digest_at, state, secret on subscription
  for each row execute function audit_change('subscription', 'id', '', 'address secret old_secret');
create trigger audited after insert or update of cancel_requested, state on job
  for each row execute function audit_change('job', 'id', '', 'owner lease_until');
create trigger audited after insert or update of state, due_at on delivery
  for each row execute function audit_change('delivery', 'id', '', '');
