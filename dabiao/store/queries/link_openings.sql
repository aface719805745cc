-- One row per opening of a link, by time, the latest first.
-- $1: id of the link
-- $2: how many at most
select opened_at, publication, visitor_digest
from link_opening
where link_id = $1
order by opened_at desc, opening_id
limit $2
