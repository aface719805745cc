-- One row per opening of a link, by time, the latest first. Visitors are numbered as they first came.
-- $1: id of the link
-- $2: how many at most
with seen as (
    select
        opened_at, opening_id, publication, visitor_digest,
        min(opened_at) over (partition by visitor_digest) as first_opened_at
    from link_opening
    where link_id = $1
)
select opened_at, publication, dense_rank() over (order by first_opened_at, visitor_digest) as visitor
from seen
order by opened_at desc, opening_id
limit $2
