-- One row per published figure, absences too, with its area, indicator and source, by area, indicator, series and
-- time. What was known by a date is chosen as in figures_to_judge.
-- $1: the publication
-- $2: ordinal of the last month wanted
-- $3: codes of the areas, null for all
-- $4: code of the indicator, null for all
-- $5: date by which the source was published, null for all
with observation_now as (
    select distinct on (area_code, indicator_code, series, period)
        area_code, indicator_code, series, period, end_month, value_reported, unit as unit_reported, value, basis,
        bound, status, confidence, publisher, source_title, source_date, source_url, note_zh, note_en, withdrawn
    from observation
    where publication <= $1
        and end_month <= $2
        and (cast($3 as varchar[]) is null or area_code = any($3))
        and (cast($4 as varchar) is null or indicator_code = $4)
        and (cast($5 as varchar) is null or source_date <= cast(cast($5 as varchar) as date) or withdrawn)
    order by area_code, indicator_code, series, period, version desc
),
area_now as (
    select distinct on (code) code, name_zh, name_en, level, province_code
    from area
    where publication <= $1
    order by code, version desc
),
indicator_now as (
    select distinct on (indicator_code) indicator_code, name_zh, name_en, unit, kind
    from indicator
    where publication <= $1
    order by indicator_code, version desc
),
unit_now as (
    select distinct on (unit) unit, name_zh, name_en
    from unit
    where publication <= $1
    order by unit, version desc
)
select
    o.area_code, a.name_zh as area_name_zh, a.name_en as area_name_en, a.level, a.province_code,
    o.indicator_code, i.name_zh as indicator_name_zh, i.name_en as indicator_name_en, i.kind, i.unit,
    u.name_zh as unit_name_zh, u.name_en as unit_name_en, o.series, o.period, o.end_month, o.value_reported,
    o.unit_reported, o.value, o.basis, o.bound, o.status, o.confidence, o.publisher, o.source_title, o.source_date,
    o.source_url, o.note_zh, o.note_en
from observation_now as o
inner join area_now as a on a.code = o.area_code
inner join indicator_now as i on i.indicator_code = o.indicator_code
inner join unit_now as u on u.unit = i.unit
where not o.withdrawn
order by o.area_code, o.indicator_code, o.series, o.end_month, o.period
