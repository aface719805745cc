-- One row per figure of some areas in its newest version, withdrawn ones too, by area, indicator, series and period.
-- $1: codes of the areas
with later as (
    select area_code, indicator_code, series, period, version - 1 as version, true as replaced
    from observation
    where version > 1 and area_code = any($1)
)
select
    area_code, indicator_code, series, period, end_month, value_reported, unit, value, basis, bound, status,
    confidence, publisher, source_title, source_date, source_url, note_zh, note_en, version, publication,
    withdrawn
from observation
left join later using (area_code, indicator_code, series, period, version)
where area_code = any($1) and replaced is null
order by area_code, indicator_code, series, period
