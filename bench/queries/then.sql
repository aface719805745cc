-- One row per indicator and period of one area whose source was published by a date, by indicator and time.
-- $1: ordinal of the last month wanted
-- $2: area code
-- $3: the date
select indicator_code, period, value
from observation
where area_code = $2 and end_month <= $1 and source_date <= cast($3 as date) and status = 'A'
order by indicator_code, end_month
