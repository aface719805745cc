-- One row per task and department named for it at a publication, by document, task and position.
-- $1: the publication
-- $2: framework id, null for all
with named as (
    select distinct on (framework_id, task_id, department)
        framework_id, task_id, department, department_en, position, withdrawn
    from task_department
    where publication <= $1 and (cast($2 as varchar) is null or framework_id = $2)
    order by framework_id, task_id, department, version desc
)
select framework_id, task_id, department as department_zh, department_en, position
from named
where not withdrawn
order by framework_id, task_id, position
