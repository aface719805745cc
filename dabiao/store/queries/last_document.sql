-- One row: the last serial number of a year's documents, 0 before the first, and how many of them have no account
-- behind them.
-- $1: the year
-- $2: moment from which those without an account are counted
-- $3: name of the command line, which needs none
select
    cast(coalesce(max(serial), 0) as integer) as serial,
    count(*) filter (where issued_by is null and issued_by_name <> $3 and issued_at >= $2) as unsigned
from document
where issued_year = $1
