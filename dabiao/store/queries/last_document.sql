-- One row: the last serial number of a year's documents, 0 before the first.
-- $1: the year
select cast(coalesce(max(serial), 0) as integer) as serial
from document
where issued_year = $1
