-- One row per target and period of its line, as judged when that period was the latest, by area, target and time.
-- $1: the publication
-- $2: ordinal of the last month wanted
-- $3: area code, null for all
-- $4: framework id, null for all
-- $5: indicator code, null for all
select
    area_code, target_id, framework_id, indicator_code, end_month, period, value, bound, baseline, baseline_period,
    attainment, time_share, pace_gap, pace_ratio, distance, required_pace, average_pace, status, flags,
    deadline_month, period_months
from judgement
where publication <= $1
    and superseded_by > $1
    and end_month <= $2
    and (cast($3 as varchar) is null or area_code = $3)
    and (cast($4 as varchar) is null or framework_id = $4)
    and (cast($5 as varchar) is null or indicator_code = $5)
order by area_code, target_id, end_month
