-- One row per target whose line a publication touches, by area and target: the target, its framework, its area or its
-- indicator's components changed with it, or a figure its line could rest on did.
-- $1: the publication
-- $2: true for every line there is, as when the rules themselves changed
with brought as (
    select area_code, indicator_code, series
    from observation
    where publication = $1
    group by area_code, indicator_code, series
),
judged_by as (
    select indicator_code, indicator_code as source_code from indicator where publication <= $1
    union
    select indicator_code, component_code as source_code from indicator_component where publication <= $1
)
select t.area_code, t.target_id, cast($1 as bigint) as publication
from target as t
where t.publication <= $1
    and (
        cast($2 as boolean)
        or t.publication = $1
        or exists (select 1 from framework as f where f.framework_id = t.framework_id and f.publication = $1)
        or exists (select 1 from area as a where a.code = t.area_code and a.publication = $1)
        or exists (
            select 1 from indicator_component as c
            where c.indicator_code = t.indicator_code and c.publication = $1
        )
        or exists (
            select 1
            from judged_by as j
            inner join brought as b on b.indicator_code = j.source_code
            where j.indicator_code = t.indicator_code and b.area_code = t.area_code and b.series = t.series
        )
    )
group by t.area_code, t.target_id
order by t.area_code, t.target_id
