-- One row per task or goal in its newest version at a publication, withdrawn ones too,
-- by document and task.
-- $1: the publication, null for the latest
select
    framework_id, task_id, kind, position, chapter, section, label, title_zh, title_en, horizon, version,
    publication, withdrawn
from task as newest
where publication <= coalesce(cast($1 as bigint), 9223372036854775807)
    and not exists (
        select 1
        from task as later
        where later.version > 1
            and later.publication <= coalesce(cast($1 as bigint), 9223372036854775807)
            and later.framework_id = newest.framework_id
            and later.task_id = newest.task_id
            and later.version = newest.version + 1
    )
order by framework_id, task_id
