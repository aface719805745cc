-- One row per target at a publication with what area, framework, indicator and unit say of it, by area and target.
-- $1: the publication
with later as (
    select area_code, target_id, version - 1 as version, true as replaced
    from target
    where version > 1 and publication <= $1
),
area_now as (
    select distinct on (code) code, name_zh, name_en, level, province_code
    from area
    where publication <= $1
    order by code, version desc
),
framework_now as (
    select distinct on (framework_id) framework_id, short_zh, short_en, plan_start, plan_start_status
    from framework
    where publication <= $1
    order by framework_id, version desc
),
indicator_now as (
    select distinct on (indicator_code) indicator_code, name_zh, name_en, unit
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
    t.area_code, t.target_id, a.name_zh as area_name_zh, a.name_en as area_name_en, a.level, a.province_code,
    f.short_zh as framework_name_zh, f.short_en as framework_name_en,
    i.name_zh as indicator_name_zh, i.name_en as indicator_name_en,
    t.comparator, t.value as target, t.value_reported as target_reported, t.unit as target_unit, i.unit,
    u.name_zh as unit_name_zh, u.name_en as unit_name_en, t.value_status, t.deadline, t.basis, t.basis_status,
    t.series, t.baseline_value as stated_baseline, t.baseline_period as stated_baseline_period,
    t.section, t.phrase, t.note_zh, t.note_en,
    f.plan_start, f.plan_start_status
from target as t
left join later as l on l.area_code = t.area_code and l.target_id = t.target_id and l.version = t.version
inner join area_now as a on a.code = t.area_code
inner join framework_now as f on f.framework_id = t.framework_id
inner join indicator_now as i on i.indicator_code = t.indicator_code
inner join unit_now as u on u.unit = i.unit
where t.publication <= $1 and l.replaced is null
order by t.area_code, t.target_id
