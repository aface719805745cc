-- One row per area and indicator with its latest figure up to a month, by area and indicator.
-- $1: ordinal of the month
select distinct on (area_code, indicator_code) area_code, indicator_code, period, value
from observation
where end_month <= $1 and status = 'A'
order by area_code, indicator_code, end_month desc
