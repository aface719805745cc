-- Notes that a session is in use.
-- $1: digest of its token
-- $2: now
update account_session
set seen_at = $2
where token_digest = $1
