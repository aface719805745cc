-- One row: the link whose secret has a digest; none if there is none.
-- $1: digest of its token
select
    l.link_id, l.label, l.saved_view, l.password_hash, l.opens_at, l.expires_at,
    l.made_by, l.made_by_name, l.revoked_at, a.disabled_at as maker_disabled_at
from link as l
inner join account as a on a.user_id = l.made_by
where l.token_digest = $1
order by l.link_id
