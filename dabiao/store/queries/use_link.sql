-- Notes that a one-time link was used.
-- $1: digest of its token
-- $2: now
update one_time_link
set used_at = $2
where token_digest = $1
