-- One row per target and period that was judged with a publication, whether in force since or replaced, by area,
-- target and time.
-- $1: the publication
select
    area_code, target_id, framework_id, indicator_code, level, province_code, city_code, end_month, until_month, period,
    value, bound, baseline, baseline_period, attainment, time_share, pace_gap, pace_ratio, distance, required_pace,
    average_pace, status, flags, deadline_month, period_months, publication
from judgement
where publication = $1
order by area_code, target_id, end_month
