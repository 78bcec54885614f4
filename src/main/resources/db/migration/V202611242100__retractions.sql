-- Releases that their publishers withdrew. What such a release said stays, and counts for nothing from then on.

create table retraction (
  release_id   bigint        primary key references release,
  retracted_at timestamp(6) with time zone not null,
  reason       varchar(2000) not null,
  source_url   varchar(2000),
  recorded_at  timestamp(6) with time zone not null,
  data_version bigint        not null references data_version
);
create index retraction_by_version on retraction (data_version);

create trigger append_only before update or delete on retraction for each row execute function refuse_change();
