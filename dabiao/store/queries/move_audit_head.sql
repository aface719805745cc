-- Notes which row of the audit trail is the last.
-- $1: its number
-- $2: its digest
update audit_head
set number = $1, chain_digest = $2
where id = 1
