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
)
select
    a.code as area_code, a.name_zh as area_name_zh, a.name_en as area_name_en, a.level, a.province_code,
    f.framework_id, f.title_zh, f.title_en, f.short_zh, f.short_en, f.document_number, f.issuer_zh, f.issuer_en,
    f.issued_on, f.plan_start, f.plan_start_status, f.horizon, f.note_zh, f.note_en,
    (
        select count(*) from target_now as t
        where t.framework_id = f.framework_id and t.area_code = f.area_code and not t.withdrawn
    ) as targets,
    (
        select count(*) from target_now as t
        where t.framework_id = f.framework_id and t.area_code <> f.area_code and not t.withdrawn
    ) as targets_below,
    (
        select count(*) from task_now as k
        where k.framework_id = f.framework_id and k.kind = 'task' and not k.withdrawn
    ) as tasks
from framework_now as f
inner join area_now as a on a.code = f.area_code
where not f.withdrawn
order by a.code, f.issued_on, f.framework_id
