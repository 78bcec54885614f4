-- Texts as they were published, as received, with the claims that were read in them; and what people decided of these. What is
-- read in a text counts for nothing before.

create table statement (
  id            varchar(40)   primary key,   -- of the bytes, and of where and when they were published
  content       bytea         not null,
  html          boolean       not null,
  publisher     varchar(200)  not null,
  title         varchar(300),
  url           varchar(2000),
  published_on  date          not null,
  language      varchar(10)   not null,
  text          text          not null,
  proposals     jsonb         not null,
  received_at   timestamp(6) with time zone not null
);
create index statement_by_time on statement (received_at desc, id);

create table statement_decision (
  id            varchar(60)   primary key,   -- statement and number: decided once
  statement     varchar(40)   not null references statement,
  proposal      integer       not null,
  claim         varchar(80),                 -- that was made of it; null when it was dismissed
  reason        varchar(1000),
  decided_at    timestamp(6) with time zone not null
);
create index statement_decision_of on statement_decision (statement, proposal);

create trigger append_only before update or delete on statement          for each row execute function refuse_change();
create trigger append_only before update or delete on statement_decision for each row execute function refuse_change();
create trigger audited after insert on statement
  for each row execute function audit_change('statement', 'id', '', 'content text proposals');
create trigger audited after insert on statement_decision
  for each row execute function audit_change('statement', 'statement', '', 'id', 'changed');
