-- One row per figure in its newest version at a publication, withdrawn ones too,
-- by area, indicator, series and period.
-- $1: the publication, null for the latest
with later as (
    select area_code, indicator_code, series, period, version - 1 as version, true as replaced
    from observation
    where version > 1 and publication <= coalesce(cast($1 as bigint), 9223372036854775807)
)
select
    area_code, indicator_code, series, period, end_month, value_reported, unit, value, basis, bound, status,
    confidence, publisher, source_title, source_date, source_url, note_zh, note_en, version, publication,
    withdrawn
from observation
left join later using (area_code, indicator_code, series, period, version)
where publication <= coalesce(cast($1 as bigint), 9223372036854775807) and replaced is null
order by area_code, indicator_code, series, period
