-- A key belongs to one request, whatever its address; its answer is kept in the transaction that carries the request
-- out, and let go after a while. What was kept before is known by another id and fingerprint, so it is not found again.
drop trigger append_only on idempotent_request;
truncate idempotent_request;
comment on column idempotent_request.id is 'the key';
comment on column idempotent_request.fingerprint is 'of method, path, query, media type and body';
alter table idempotent_request add column etag varchar(200);
create index idempotent_request_by_age on idempotent_request (recorded_at);
create trigger never_changed before update on idempotent_request for each row execute function refuse_change();
