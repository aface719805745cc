-- One row per county of a province and indicator with its latest figure up to a month, by area and indicator.
-- $1: ordinal of the month
-- $2: what the codes of the province's areas begin with, and %
select distinct on (area_code, indicator_code) area_code, indicator_code, period, value
from observation
where area_code like $2 and right(area_code, 2) <> '00' and end_month <= $1 and status = 'A'
order by area_code, indicator_code, end_month desc
