-- Issued verdicts are read in the order of their data versions, whichever replica kept them.
create index issued_verdict_in_order on issued_verdict (data_version, id);
