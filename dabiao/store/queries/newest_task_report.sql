-- One row per report of where a task stands in its newest version at a publication, withdrawn ones too,
-- by area, document, task and period.
-- $1: the publication, null for the latest
with later as (
    select area_code, framework_id, task_id, period, version - 1 as version, true as replaced
    from task_report
    where version > 1 and publication <= coalesce(cast($1 as bigint), 9223372036854775807)
)
select
    area_code, framework_id, task_id, period, end_month, status, publisher, source_title, source_date, source_url,
    note_zh, note_en, version, publication, withdrawn
from task_report
left join later using (area_code, framework_id, task_id, period, version)
where publication <= coalesce(cast($1 as bigint), 9223372036854775807) and replaced is null
order by area_code, framework_id, task_id, period
