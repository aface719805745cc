-- One row: when the first and the last source was published of the figures behind targets, and how many figures have
-- a source without a date.
-- $1: the publication
-- $2: framework id of the targets, null for all
-- $3: area code, null for all
with target_now as (
    select distinct on (area_code, target_id) area_code, target_id, framework_id, indicator_code, withdrawn
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
    select area_code, indicator_code
    from target_now
    where not withdrawn and (cast($2 as varchar) is null or framework_id = $2)
),
behind as (
    select area_code, indicator_code from aimed
    union
    select t.area_code, c.component_code as indicator_code
    from aimed as t
    inner join component_now as c on c.indicator_code = t.indicator_code
    where not c.withdrawn
)
select
    min(o.source_date) as first, max(o.source_date) as last,
    count(*) filter (where o.source_date is null) as undated
from observation as o
inner join behind as b on b.area_code = o.area_code and b.indicator_code = o.indicator_code
where o.publication <= $1
    and not o.withdrawn
    and not exists (
        select 1
        from observation as later
        where later.version > 1
            and later.publication <= $1
            and later.area_code = o.area_code
            and later.indicator_code = o.indicator_code
            and later.series = o.series
            and later.period = o.period
            and later.version > o.version
    )
