-- One row per grant of who holds a session, by area and role, with the session and its holder; one row with role null
-- where there is no grant, none if there is no such session.
-- $1: digest of its token
select
    s.token_digest, s.user_id, a.shown_name, a.disabled_at, s.created_at, s.seen_at, s.expires_at,
    g.area_code, g.role, g.indicators
from account_session as s
inner join account as a on a.user_id = s.user_id
left join account_grant as g on g.user_id = s.user_id
where s.token_digest = $1
order by g.area_code, g.role
