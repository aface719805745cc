-- One row per published figure that could stand behind a target's line, with its source, by area, target, time.
-- A figure of a component stands behind the target on the combined indicator; `judged` says whether its series is
-- the one the target is judged by. What was known by a date is chosen as in figures_to_judge.
-- $1: the publication
-- $2: ordinal of the last month wanted
-- $3: area code, null for all
-- $4: framework id, null for all
-- $5: code of the target's indicator, null for all
-- $6: date by which the source was published, null for all
with target_now as (
    select distinct on (area_code, target_id)
        area_code, target_id, framework_id, indicator_code, basis, deadline, series, withdrawn
    from target
    where publication <= $1
        and (cast($3 as varchar) is null or area_code = $3)
    order by area_code, target_id, version desc
),
component_now as (
    select distinct on (indicator_code, component_code) indicator_code, component_code, withdrawn
    from indicator_component
    where publication <= $1
    order by indicator_code, component_code, version desc
),
aimed as (
    select area_code, target_id, framework_id, basis, deadline, series, indicator_code
    from target_now
    where not withdrawn
        and (cast($4 as varchar) is null or framework_id = $4)
        and (cast($5 as varchar) is null or indicator_code = $5)
),
counted as (
    select area_code, target_id, framework_id, basis, deadline, series, indicator_code from aimed
    union
    select t.area_code, t.target_id, t.framework_id, t.basis, t.deadline, t.series, c.component_code as indicator_code
    from aimed as t
    inner join component_now as c on c.indicator_code = t.indicator_code
    where not c.withdrawn
),
observation_now as (
    select distinct on (area_code, indicator_code, series, period)
        area_code, indicator_code, series, period, end_month, value_reported, unit, value, basis, bound, status,
        confidence, publisher, source_title, source_date, source_url, note_zh, note_en, withdrawn
    from observation
    where publication <= $1
        and end_month <= $2
        and (cast($3 as varchar) is null or area_code = $3)
        and (cast($6 as varchar) is null or source_date <= cast(cast($6 as varchar) as date) or withdrawn)
    order by area_code, indicator_code, series, period, version desc
),
framework_now as (
    select distinct on (framework_id) framework_id, plan_start
    from framework
    where publication <= $1
    order by framework_id, version desc
),
indicator_now as (
    select distinct on (indicator_code) indicator_code, name_zh, name_en
    from indicator
    where publication <= $1
    order by indicator_code, version desc
),
unit_now as (select distinct on (unit) unit, name_en from unit where publication <= $1 order by unit, version desc)
select
    c.area_code, c.target_id, o.indicator_code, i.name_zh as indicator_name_zh, i.name_en as indicator_name_en,
    c.basis as target_basis, c.deadline, f.plan_start, o.series, o.series = c.series as judged, o.period,
    o.end_month, o.value_reported, o.unit, u.name_en as unit_name_en, o.value, o.basis, o.bound, o.status,
    o.confidence, o.publisher, o.source_title, o.source_date, o.source_url, o.note_zh, o.note_en
from counted as c
inner join observation_now as o on o.area_code = c.area_code and o.indicator_code = c.indicator_code
inner join framework_now as f on f.framework_id = c.framework_id
inner join indicator_now as i on i.indicator_code = o.indicator_code
inner join unit_now as u on u.unit = o.unit
where not o.withdrawn
order by c.area_code, c.target_id, o.end_month desc, o.indicator_code, o.series, o.period
