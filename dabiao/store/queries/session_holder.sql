-- One row: a session and whose it is; none if there is no such session.
-- $1: digest of its token
select
    s.token_digest, s.user_id, a.shown_name, a.disabled_at, s.created_at, s.seen_at, s.expires_at
from account_session as s
inner join account as a on a.user_id = s.user_id
where s.token_digest = $1
order by s.token_digest
