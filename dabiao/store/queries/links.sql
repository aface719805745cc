-- One row per link with how often it was opened, and what the last opening showed, by when it was made, the newest first.
-- $1: id of one link, null for all
-- $2: ids of those who made them, null for anybody
select
    l.link_id, l.label, l.saved_view, l.password_hash is not null as has_password,
    l.opens_at, l.expires_at, l.made_at, l.made_by, l.made_by_name, l.rotated_at, l.revoked_at,
    a.disabled_at as maker_disabled_at,
    coalesce(o.openings, 0) as openings, o.last_opened_at, s.last_publication
from link as l
left join account as a on a.user_id = l.made_by
left join (
    select link_id, count(*) as openings, max(opened_at) as last_opened_at
    from link_opening
    group by link_id
) as o on o.link_id = l.link_id
left join (
    select
        link_id, publication as last_publication,
        row_number() over (partition by link_id order by opened_at desc, opening_id desc) as place
    from link_opening
) as s on s.link_id = l.link_id and s.place = 1
where (cast($1 as varchar) is null or l.link_id = $1)
    and (cast($2 as varchar[]) is null or l.made_by = any(cast($2 as varchar[])))
order by l.made_at desc, l.link_id
