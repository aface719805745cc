-- One row per task, goal, project or safeguard at a publication, with its document and the document's area,
-- by area, document and position.
-- $1: the publication
-- $2: framework id, null for all
with task_now as (
    select distinct on (framework_id, task_id)
        framework_id, task_id, kind, position, chapter, chapter_en, section, section_en, label, title_zh, title_en,
        horizon, withdrawn
    from task
    where publication <= $1 and (cast($2 as varchar) is null or framework_id = $2)
    order by framework_id, task_id, version desc
),
framework_now as (
    select distinct on (framework_id) framework_id, short_zh, short_en, issued_on, area_code, withdrawn
    from framework
    where publication <= $1
    order by framework_id, version desc
),
area_now as (
    select distinct on (code) code, name_zh, name_en
    from area
    where publication <= $1
    order by code, version desc
)
select
    f.area_code, a.name_zh as area_name_zh, a.name_en as area_name_en, t.framework_id,
    f.short_zh as framework_name_zh, f.short_en as framework_name_en, f.issued_on, t.task_id, t.kind, t.position,
    t.chapter as chapter_zh, t.chapter_en, t.section as section_zh, t.section_en, t.label, t.title_zh, t.title_en,
    t.horizon
from task_now as t
inner join framework_now as f on f.framework_id = t.framework_id
inner join area_now as a on a.code = f.area_code
where not t.withdrawn and not f.withdrawn
order by f.area_code, f.issued_on, t.framework_id, t.position
