-- How far our clock was ahead of a publisher's when it was asked, negative when it was behind.
alter table fetch_attempt add column clock_ahead_millis bigint;
