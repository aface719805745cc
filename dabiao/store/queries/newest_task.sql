-- One row per task or goal in its newest version at a publication, withdrawn ones too,
-- by document and task.
-- $1: the publication, null for the latest
with later as (
    select framework_id, task_id, version - 1 as version, true as replaced
    from task
    where version > 1 and publication <= coalesce(cast($1 as bigint), 9223372036854775807)
)
select
    framework_id, task_id, kind, position, chapter, chapter_en, section, section_en, label, title_zh, title_en, horizon,
    version, publication, withdrawn
from task
left join later using (framework_id, task_id, version)
where publication <= coalesce(cast($1 as bigint), 9223372036854775807) and replaced is null
order by framework_id, task_id
