-- One row per indicator and period of one area, by indicator and time.
-- $1: ordinal of the last month wanted
-- $2: area code
select indicator_code, period, value
from observation
where area_code = $2 and end_month <= $1 and status = 'A'
order by indicator_code, end_month
