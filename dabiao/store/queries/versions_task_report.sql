-- One row per version that a publication brought of a report of where a task stands, and per version it replaced,
-- by area, document, task and period, then version.
-- $1: the publication
with replaced as (
    select area_code, framework_id, task_id, period, version - 1 as version
    from task_report
    where version > 1 and publication = $1
)
select
    area_code, framework_id, task_id, period, end_month, status, publisher, source_title, source_date, source_url,
    note_zh, note_en, version, publication, withdrawn
from task_report
where publication = $1
union all
select
    area_code, framework_id, task_id, period, end_month, status, publisher, source_title, source_date, source_url,
    note_zh, note_en, version, publication, withdrawn
from task_report
inner join replaced using (area_code, framework_id, task_id, period, version)
order by area_code, framework_id, task_id, period, version
