-- One row per version that a publication brought of a figure, and per version it replaced,
-- by area, indicator, series and period, then version.
-- $1: the publication
with replaced as (
    select area_code, indicator_code, series, period, version - 1 as version
    from observation
    where version > 1 and publication = $1
)
select
    area_code, indicator_code, series, period, end_month, value_reported, unit, value, basis, bound, status,
    confidence, publisher, source_title, source_date, source_url, note_zh, note_en, version, publication,
    withdrawn
from observation
where publication = $1
union all
select
    area_code, indicator_code, series, period, end_month, value_reported, unit, value, basis, bound, status,
    confidence, publisher, source_title, source_date, source_url, note_zh, note_en, version, publication,
    withdrawn
from observation
inner join replaced using (area_code, indicator_code, series, period, version)
order by area_code, indicator_code, series, period, version
