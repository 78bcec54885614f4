-- Changes are read in the order of data versions and, within one, of ids.

drop index observation_by_version;
create index observation_by_version on observation (data_version, id);
create index release_by_version on release (data_version, id);
create index catalogue_entry_by_version on catalogue_entry (data_version, id);
-- The print that a later one of the same cell replaces.
create index observation_by_cell on observation (series_id, period_end, data_version desc, id desc) where not correction;
create index data_version_by_time on data_version (at);
