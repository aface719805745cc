-- One row per version that a publication brought of a department of a task, and per version it replaced,
-- by document, task and department, then version.
-- $1: the publication
select
    framework_id, task_id, department, department_en, position, version, publication, withdrawn
from task_department
where publication = $1
union all
select
    framework_id, task_id, department, department_en, position, version, publication, withdrawn
from task_department as replaced
where exists (
    select 1
    from task_department as brought
    where brought.publication = $1
        and brought.version > 1
        and brought.framework_id = replaced.framework_id
        and brought.task_id = replaced.task_id
        and brought.department = replaced.department
        and brought.version = replaced.version + 1
)
order by framework_id, task_id, department, version
