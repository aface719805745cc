-- One row: a session with a link, and the link; none if there is no such session.
-- $1: digest of the session's token
select
    s.token_digest, s.publication, s.visitor_digest,
    l.link_id, l.label, l.saved_view, l.password_hash, l.opens_at, l.expires_at,
    l.made_by, l.made_by_name, l.revoked_at, a.disabled_at as maker_disabled_at
from link_session as s
inner join link as l on l.link_id = s.link_id
inner join account as a on a.user_id = l.made_by
where s.token_digest = $1
order by s.token_digest
