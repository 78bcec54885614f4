-- How often a job was taken up since a step of it was done last: one that the service dies of is not taken up for ever.
alter table job add column taken_up integer not null default 0;
