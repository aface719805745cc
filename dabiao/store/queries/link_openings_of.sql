-- One row: how often a visitor's opening of a link at a publication was noted since a moment.
-- $1: id of the link
-- $2: keyed digest of the visitor's network address
-- $3: publication that was seen
-- $4: the moment
select count(*) as openings
from link_opening
where link_id = $1 and visitor_digest = $2 and publication = $3 and opened_at > $4
