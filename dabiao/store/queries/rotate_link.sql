-- Gives a link another secret.
-- $1: its id
-- $2: digest of the new token
-- $3: now
update link set token_digest = $2, rotated_at = $3 where link_id = $1
