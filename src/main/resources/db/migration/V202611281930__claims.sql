-- What was said in public. Each change adds the claim whole, as it stands from then on; the newest version holds.

create sequence claim_entry_seq increment by 50;
create table claim_entry (
  id            bigint        primary key,
  claim         varchar(80)   not null,
  version       integer       not null,
  change        varchar(20)   not null check (change in ('MADE', 'AMENDED', 'WITHDRAWN')),
  commitment    varchar(80),                 -- of the body, for those who follow changes
  reason        varchar(1000),               -- why it was withdrawn
  body          jsonb         not null,
  recorded_at   timestamp(6) with time zone not null,
  data_version  bigint        not null references data_version,
  unique (claim, version)
);
create index claim_entry_by_version on claim_entry (data_version, id);

create trigger append_only before update or delete on claim_entry for each row execute function refuse_change();
create trigger audited after insert on claim_entry
  for each row execute function audit_change('claim', 'claim', 'version', '');
