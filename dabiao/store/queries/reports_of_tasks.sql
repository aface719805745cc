-- One row per report of one area of where a task stands, up to a month and a date of the source, by document, task
-- and time. What was known by a date is chosen as in figures_to_judge.
-- $1: the publication
-- $2: framework id, null for all
-- $3: ordinal of the last month wanted
-- $4: date by which the source had appeared, null for no limit; a source without a date counts only then
-- $5: code of the area that reports, null for the area that each document is of
with report_now as (
    select distinct on (area_code, framework_id, task_id, period)
        area_code, framework_id, task_id, period, end_month, status, publisher, source_title, source_date, source_url,
        note_zh, note_en, withdrawn
    from task_report
    where publication <= $1
        and (cast($2 as varchar) is null or framework_id = $2)
        and end_month <= $3
        and (cast($4 as varchar) is null or source_date <= cast(cast($4 as varchar) as date) or withdrawn)
    order by area_code, framework_id, task_id, period, version desc
),
framework_now as (
    select distinct on (framework_id) framework_id, area_code
    from framework
    where publication <= $1
    order by framework_id, version desc
)
select
    r.framework_id, r.task_id, r.period, r.end_month, r.status, r.publisher, r.source_title, r.source_date,
    r.source_url, r.note_zh, r.note_en
from report_now as r
inner join framework_now as f on f.framework_id = r.framework_id
where not r.withdrawn
    and r.area_code = coalesce(cast($5 as varchar), f.area_code)
order by r.framework_id, r.task_id, r.end_month, r.period
