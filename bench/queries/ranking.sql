-- One row per province with its latest figure of one indicator up to a month, by area.
-- $1: ordinal of the month
-- $2: indicator code
select distinct on (area_code) area_code, period, value
from observation
where area_code like '__0000' and end_month <= $1 and indicator_code = $2 and status = 'A'
order by area_code, end_month desc
