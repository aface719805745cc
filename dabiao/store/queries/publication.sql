-- One row: what a publication says of itself; none if there is no such publication.
-- $1: its number
select number, published_at, published_by, kind, summary, digest, rules
from publication
where number = $1
order by number
