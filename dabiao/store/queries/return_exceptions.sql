-- One row per exception from a lock, by area, quarter and number.
-- $1: code of the area, null for all
-- $2: the quarter, null for all
select area_code, quarter, exception, ends_on, reason, granted_by, granted_by_name, granted_at
from return_exception
where (cast($1 as varchar) is null or area_code = $1)
    and (cast($2 as varchar) is null or quarter = $2)
order by area_code, quarter, exception
