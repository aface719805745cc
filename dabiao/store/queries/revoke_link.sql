-- Ends a link for good; one that is revoked stays as it is.
-- $1: its id
-- $2: now
-- $3: who does it
update link set revoked_at = $2, revoked_by = $3 where link_id = $1 and revoked_at is null
