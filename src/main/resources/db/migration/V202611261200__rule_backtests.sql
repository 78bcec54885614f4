-- What the steps of backtests of alert rules found: counts by variant, commodity and length of window, and what the rule
-- itself would have done with each pledge.
create table rule_backtest_step (
  job_id   bigint  not null references job,
  step     integer not null,
  counted  jsonb   not null,
  warnings jsonb   not null,
  primary key (job_id, step)
);
create trigger append_only before update or delete on rule_backtest_step for each row execute function refuse_change();
