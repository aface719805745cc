-- One row per target with what was judged of it at a month, as published, by area, framework and indicator.
-- $1: the publication
-- $2: ordinal of the month of the as-of
-- $3: area code, null for all
-- $4: framework id, null for all
-- $5: level of the areas, null for all
-- $6: code of the province the areas lie in, null for all
with ranked as (
    select
        area_code, target_id, framework_id, indicator_code, level, province_code, city_code, end_month, period,
        value, bound, baseline, baseline_period, attainment, time_share, pace_gap, pace_ratio, distance,
        required_pace, average_pace, status, flags, deadline_month, period_months,
        row_number() over (partition by area_code, target_id order by end_month desc) as place
    from judgement
    where publication <= $1
        and superseded_by > $1
        and end_month <= $2
        and (cast($3 as varchar) is null or area_code = $3)
        and (cast($4 as varchar) is null or framework_id = $4)
        and (cast($5 as varchar) is null or level = $5)
        and (cast($6 as varchar) is null or province_code = $6)
),
later as (
    select area_code, target_id, version - 1 as version, true as replaced
    from target
    where version > 1 and publication <= $1
),
area_now as (
    select distinct on (code) code, name_zh, name_en
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
    j.area_code, a.name_zh as area_name_zh, a.name_en as area_name_en, j.level, j.province_code, j.city_code,
    j.framework_id, f.short_zh as framework_name_zh, f.short_en as framework_name_en,
    j.indicator_code, i.name_zh as indicator_name_zh, i.name_en as indicator_name_en, i.kind,
    j.target_id, t.comparator, t.value as target, t.value_reported as target_reported,
    t.unit as target_unit, i.unit, u.name_zh as unit_name_zh, u.name_en as unit_name_en, t.value_status, t.deadline,
    t.basis, t.basis_status, t.series, t.baseline_period as stated_baseline_period,
    t.section, t.phrase, t.note_zh, t.note_en, f.plan_start, f.plan_start_status,
    j.end_month, j.period, j.value, j.bound, j.baseline, j.baseline_period, j.attainment, j.time_share,
    j.pace_gap, j.pace_ratio, j.distance, j.required_pace, j.average_pace, j.status, j.flags,
    j.deadline_month, j.period_months
from ranked as j
inner join target as t on t.area_code = j.area_code and t.target_id = j.target_id and t.publication <= $1
left join later as l on l.area_code = t.area_code and l.target_id = t.target_id and l.version = t.version
inner join area_now as a on a.code = j.area_code
inner join framework_now as f on f.framework_id = j.framework_id
inner join indicator_now as i on i.indicator_code = j.indicator_code
inner join unit_now as u on u.unit = i.unit
where j.place = 1 and l.replaced is null
order by j.area_code, j.framework_id, t.section, j.target_id
