-- One row per department of a task in its newest version at a publication, withdrawn ones too,
-- by document, task and department.
-- $1: the publication, null for the latest
select
    framework_id, task_id, department, department_en, position, version, publication, withdrawn
from task_department as newest
where publication <= coalesce(cast($1 as bigint), 9223372036854775807)
    and not exists (
        select 1
        from task_department as later
        where later.version > 1
            and later.publication <= coalesce(cast($1 as bigint), 9223372036854775807)
            and later.framework_id = newest.framework_id
            and later.task_id = newest.task_id
            and later.department = newest.department
            and later.version = newest.version + 1
    )
order by framework_id, task_id, department
