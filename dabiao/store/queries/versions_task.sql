-- One row per version that a publication brought of a task or goal, and per version it replaced,
-- by document and task, then version.
-- $1: the publication
with replaced as (
    select framework_id, task_id, version - 1 as version
    from task
    where version > 1 and publication = $1
)
select
    framework_id, task_id, kind, position, chapter, chapter_en, section, section_en, label, title_zh, title_en, horizon,
    version, publication, withdrawn
from task
where publication = $1
union all
select
    framework_id, task_id, kind, position, chapter, chapter_en, section, section_en, label, title_zh, title_en, horizon,
    version, publication, withdrawn
from task
inner join replaced using (framework_id, task_id, version)
order by framework_id, task_id, version
