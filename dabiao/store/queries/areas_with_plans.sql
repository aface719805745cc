-- One row per area and framework of its own at a publication, with how much the framework holds, by area and date.
-- Targets the area set itself and those the framework has for areas below it are counted apart.
-- $1: the publication
with framework_now as (
    select distinct on (framework_id)
        framework_id, title_zh, title_en, short_zh, short_en, document_number, issuer_zh, issuer_en, issued_on,
        area_code, plan_start, plan_start_status, horizon, note_zh, note_en, withdrawn
    from framework
    where publication <= $1
    order by framework_id, version desc
),
area_now as (
    select distinct on (code) code, name_zh, name_en, level, province_code
    from area
    where publication <= $1
    order by code, version desc
),
target_now as (
    select distinct on (area_code, target_id) area_code, framework_id, withdrawn
    from target
    where publication <= $1
    order by area_code, target_id, version desc
),
task_now as (
    select distinct on (framework_id, task_id) framework_id, kind, withdrawn
    from task
    where publication <= $1
    order by framework_id, task_id, version desc
),
target_count as (
    select
        t.framework_id,
        count(*) filter (where t.area_code = f.area_code) as targets,
        count(*) filter (where t.area_code <> f.area_code) as targets_below
    from target_now as t
    inner join framework_now as f on f.framework_id = t.framework_id
    where not t.withdrawn
    group by t.framework_id
),
task_count as (
    select framework_id, count(*) as tasks
    from task_now
    where kind = 'task' and not withdrawn
    group by framework_id
)
select
    a.code as area_code, a.name_zh as area_name_zh, a.name_en as area_name_en, a.level, a.province_code,
    f.framework_id, f.title_zh, f.title_en, f.short_zh, f.short_en, f.document_number, f.issuer_zh, f.issuer_en,
    f.issued_on, f.plan_start, f.plan_start_status, f.horizon, f.note_zh, f.note_en,
    coalesce(t.targets, 0) as targets, coalesce(t.targets_below, 0) as targets_below, coalesce(k.tasks, 0) as tasks
from framework_now as f
inner join area_now as a on a.code = f.area_code
left join target_count as t on t.framework_id = f.framework_id
left join task_count as k on k.framework_id = f.framework_id
where not f.withdrawn
order by a.code, f.issued_on, f.framework_id
