-- How a document came, and which keys were cut out of it before it was kept.

alter table document add column fetched boolean not null default false;
alter table document add column cuts    jsonb   not null default '[]';
