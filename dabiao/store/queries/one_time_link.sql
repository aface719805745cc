-- One row: a one-time link that was not used yet; none if there is no such link.
-- $1: digest of its token
select l.token_digest, l.purpose, l.user_id, l.expires_at, a.name, a.shown_name
from one_time_link as l
left join account as a on a.user_id = l.user_id
where l.token_digest = $1 and l.used_at is null
order by l.token_digest
