-- One row per area, framework, month and status that a target had then, by these; with the least and the greatest
-- attainment, the targets that have them and the bounds of their values.
-- $1: the publication
-- $2: ordinals of the months
-- $3: the first of them
-- $4: the last of them
-- $5: framework id, null for all
-- $6: codes of the areas, null for all
select
    j.area_code, j.framework_id, m.month, j.status, count(*) as targets,
    min(j.attainment) as least, max(j.attainment) as greatest,
    (array_agg(j.target_id order by j.attainment nulls last, j.target_id))[1] as least_target,
    (array_agg(j.bound order by j.attainment nulls last, j.target_id))[1] as least_bound,
    (array_agg(j.target_id order by j.attainment desc nulls last, j.target_id))[1] as greatest_target,
    (array_agg(j.bound order by j.attainment desc nulls last, j.target_id))[1] as greatest_bound
from judgement as j
inner join (select unnest(cast($2 as bigint[])) as month) as m on j.end_month <= m.month and j.until_month > m.month
where j.publication <= $1
    and j.superseded_by > $1
    and j.end_month <= $4
    and j.until_month > $3
    and (cast($5 as varchar) is null or j.framework_id = $5)
    and (cast($6 as varchar[]) is null or j.area_code = any($6))
group by j.area_code, j.framework_id, m.month, j.status
order by j.area_code, j.framework_id, m.month, j.status
