-- One row per version that a publication brought of a department of a task, and per version it replaced,
-- by document, task and department, then version.
-- $1: the publication
with replaced as (
    select framework_id, task_id, department, version - 1 as version
    from task_department
    where version > 1 and publication = $1
)
select
    framework_id, task_id, department, department_en, position, version, publication, withdrawn
from task_department
where publication = $1
union all
select
    framework_id, task_id, department, department_en, position, version, publication, withdrawn
from task_department
inner join replaced using (framework_id, task_id, department, version)
order by framework_id, task_id, department, version
