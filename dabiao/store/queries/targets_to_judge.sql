-- One row per target in force at a publication with what it is judged by, by level, province, area and target: the
-- order in which judgements are kept, so that what is read together lies together.
-- $1: the publication
-- $2: whether only those whose lines the publication touched
with target_now as (
    select distinct on (area_code, target_id)
        area_code, target_id, framework_id, indicator_code, comparator, value, deadline, basis, series,
        baseline_value, baseline_period, withdrawn
    from target
    where publication <= $1
    order by area_code, target_id, version desc
),
framework_now as (
    select distinct on (framework_id) framework_id, plan_start, plan_start_status
    from framework
    where publication <= $1
    order by framework_id, version desc
),
area_now as (
    select distinct on (code) code, level, province_code, city_code
    from area
    where publication <= $1
    order by code, version desc
),
touched as (
    select area_code, target_id, true as touched
    from judgement_line
    where publication = $1 and cast($2 as boolean)
)
select
    t.area_code, t.target_id, t.framework_id, t.indicator_code, t.comparator, t.value, t.deadline, t.basis,
    t.series, t.baseline_value, t.baseline_period, f.plan_start, f.plan_start_status,
    a.level, a.province_code, a.city_code
from target_now as t
inner join framework_now as f on f.framework_id = t.framework_id
inner join area_now as a on a.code = t.area_code
left join touched as l on l.area_code = t.area_code and l.target_id = t.target_id
where not t.withdrawn
    and (l.touched or not cast($2 as boolean))
order by a.level, a.province_code nulls first, t.area_code, t.target_id
