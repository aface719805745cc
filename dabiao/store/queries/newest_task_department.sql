-- One row per department of a task in its newest version at a publication, withdrawn ones too,
-- by document, task and department.
-- $1: the publication, null for the latest
with later as (
    select framework_id, task_id, department, version - 1 as version, true as replaced
    from task_department
    where version > 1 and publication <= coalesce(cast($1 as bigint), 9223372036854775807)
)
select
    framework_id, task_id, department, department_en, position, version, publication, withdrawn
from task_department
left join later using (framework_id, task_id, department, version)
where publication <= coalesce(cast($1 as bigint), 9223372036854775807) and replaced is null
order by framework_id, task_id, department
