-- One row per figure as its table holds it, absences too, by area, indicator, series and period.
-- What was known by a date is chosen as in figures_to_judge.
-- $1: the publication
-- $2: ordinal of the last month wanted, null for all
-- $3: date by which the source was published, null for all
with observation_now as (
    select distinct on (area_code, indicator_code, series, period)
        area_code, indicator_code, series, period, end_month, value_reported, unit, value, basis, bound, status,
        confidence, publisher, source_title, source_date, source_url, note_zh, note_en, withdrawn
    from observation
    where publication <= $1
        and (cast($2 as bigint) is null or end_month <= $2)
        and (cast($3 as varchar) is null or source_date <= cast(cast($3 as varchar) as date) or withdrawn)
    order by area_code, indicator_code, series, period, version desc
)
select
    area_code, indicator_code, series, period, end_month, value_reported, unit, value, basis, bound, status,
    confidence, publisher, source_title, source_date, source_url, note_zh, note_en
from observation_now
where not withdrawn
order by area_code, indicator_code, series, period
