-- One row per document that was issued, by year and number, the latest first.
-- $1: number, null for all
-- $2: digest, null for all
-- $3: the latest publication that its views are at, null for all
-- $4: how many at most
select
    number, issued_year, serial, kind, title, language, views, publication, digest, issued_at, issued_by, issued_by_name
from document
where (cast($1 as varchar) is null or number = $1)
    and (cast($2 as varchar) is null or digest = $2)
    and (cast($3 as bigint) is null or publication = $3)
order by issued_year desc, serial desc
limit $4
