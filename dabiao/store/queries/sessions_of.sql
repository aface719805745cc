-- One row per session of an account, by when it was last seen, the latest first.
-- $1: id of the account
-- $2: moment that those still in force end after
-- $3: moment that those still in force were seen after
select token_digest, created_at, seen_at, expires_at, address, browser
from account_session
where user_id = $1 and expires_at > $2 and seen_at > $3
order by seen_at desc, token_digest
