-- One row per indicator at a publication with its unit and in how many areas it has a target and a value, by code.
-- $1: the publication
with indicator_now as (
    select distinct on (indicator_code)
        indicator_code, name_zh, name_en, unit, kind, direction, definition_zh, definition_en, withdrawn
    from indicator
    where publication <= $1
    order by indicator_code, version desc
),
unit_now as (
    select distinct on (unit) unit, name_zh, name_en
    from unit
    where publication <= $1
    order by unit, version desc
),
target_now as (
    select distinct on (area_code, target_id) area_code, target_id, indicator_code, withdrawn
    from target
    where publication <= $1
    order by area_code, target_id, version desc
),
set_by as (
    select indicator_code, count(distinct area_code) as areas
    from target_now
    where not withdrawn
    group by indicator_code
),
observation_now as (
    select distinct on (area_code, indicator_code, series, period) area_code, indicator_code, status, withdrawn
    from observation
    where publication <= $1
    order by area_code, indicator_code, series, period, version desc
),
reported_by as (
    select indicator_code, count(distinct area_code) as areas
    from observation_now
    where status = 'A' and not withdrawn
    group by indicator_code
)
select
    i.indicator_code, i.name_zh as indicator_name_zh, i.name_en as indicator_name_en, i.unit,
    u.name_zh as unit_name_zh, u.name_en as unit_name_en, i.kind, i.direction, i.definition_zh, i.definition_en,
    coalesce(s.areas, 0) as areas_with_targets, coalesce(r.areas, 0) as areas_with_figures
from indicator_now as i
inner join unit_now as u on u.unit = i.unit
left join set_by as s on s.indicator_code = i.indicator_code
left join reported_by as r on r.indicator_code = i.indicator_code
where not i.withdrawn
order by i.indicator_code
