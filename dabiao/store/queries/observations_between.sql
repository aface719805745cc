-- One row per version of a figure that came between two publications, with the version before it and what brought it,
-- by area, indicator, series, period and version.
-- $1: the earlier publication; what it brought is left out
-- $2: the later publication; what it brought counts
-- $3: codes of areas
with brought as (
    select
        area_code, indicator_code, series, period, version, publication, value, unit, bound, status, withdrawn,
        source_title, source_date, note_zh, note_en, version - 1 as version_before
    from observation
    where publication > $1 and publication <= $2 and area_code = any($3)
)
select
    b.area_code, b.indicator_code, b.series, b.period, b.version, b.publication, p.published_at, p.published_by, p.kind,
    b.value, b.unit, b.bound, b.status, b.withdrawn, b.source_title, b.source_date, b.note_zh, b.note_en,
    o.value as value_before, o.bound as bound_before, o.status as status_before, o.withdrawn as withdrawn_before,
    o.note_zh as note_zh_before, o.note_en as note_en_before
from brought as b
inner join publication as p on p.number = b.publication
left join observation as o
    on o.area_code = b.area_code and o.indicator_code = b.indicator_code and o.series = b.series
    and o.period = b.period and o.version = b.version_before
order by b.area_code, b.indicator_code, b.series, b.period, b.version
