-- One row per version that a publication brought of a figure, and per version it replaced,
-- by area, indicator, series and period, then version.
-- $1: the publication
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
from observation as replaced
where exists (
    select 1
    from observation as brought
    where brought.publication = $1
        and brought.version > 1
        and brought.area_code = replaced.area_code
        and brought.indicator_code = replaced.indicator_code
        and brought.series = replaced.series
        and brought.period = replaced.period
        and brought.version = replaced.version + 1
)
order by area_code, indicator_code, series, period, version
