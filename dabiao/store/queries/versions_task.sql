-- One row per version that a publication brought of a task or goal, and per version it replaced,
-- by document and task, then version.
-- $1: the publication
select
    framework_id, task_id, kind, position, chapter, section, label, title_zh, title_en, horizon, version,
    publication, withdrawn
from task
where publication = $1
union all
select
    framework_id, task_id, kind, position, chapter, section, label, title_zh, title_en, horizon, version,
    publication, withdrawn
from task as replaced
where exists (
    select 1
    from task as brought
    where brought.publication = $1
        and brought.version > 1
        and brought.framework_id = replaced.framework_id
        and brought.task_id = replaced.task_id
        and brought.version = replaced.version + 1
)
order by framework_id, task_id, version
