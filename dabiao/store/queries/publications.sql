-- One row per publication, by number, the latest first.
select number, published_at, published_by, kind, summary, digest, rules
from publication
order by number desc
