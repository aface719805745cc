-- One row per target whose line a publication touched and that is in force with it, by level, province, area and
-- target: the order in which judgements are kept, so that what is read together lies together.
-- $1: the publication
with touched as (
    select area_code, target_id from judgement_line where publication = $1
),
target_now as (
    select distinct on (t.area_code, t.target_id)
        t.area_code, t.target_id, t.framework_id, t.indicator_code, t.comparator, t.value, t.deadline, t.basis,
        t.series, t.baseline_value, t.baseline_period, t.withdrawn
    from target as t
    inner join touched using (area_code, target_id)
    where t.publication <= $1
    order by t.area_code, t.target_id, t.version desc
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
)
select
    t.area_code, t.target_id, t.framework_id, t.indicator_code, t.comparator, t.value, t.deadline, t.basis,
    t.series, t.baseline_value, t.baseline_period, f.plan_start, f.plan_start_status,
    a.level, a.province_code, a.city_code
from target_now as t
inner join framework_now as f on f.framework_id = t.framework_id
inner join area_now as a on a.code = t.area_code
where not t.withdrawn
order by a.level, a.province_code nulls first, t.area_code, t.target_id
