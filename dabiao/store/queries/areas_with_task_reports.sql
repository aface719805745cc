-- One row per document and area that has reported on its tasks at a publication, with how many reports, by document
-- and area.
-- $1: the publication
with report_now as (
    select distinct on (area_code, framework_id, task_id, period) area_code, framework_id, withdrawn
    from task_report
    where publication <= $1
    order by area_code, framework_id, task_id, period, version desc
),
area_now as (
    select distinct on (code) code, name_zh, name_en
    from area
    where publication <= $1
    order by code, version desc
)
select r.framework_id, r.area_code, a.name_zh as area_name_zh, a.name_en as area_name_en, count(*) as reports
from report_now as r
inner join area_now as a on a.code = r.area_code
where not r.withdrawn
group by r.framework_id, r.area_code, a.name_zh, a.name_en
order by r.framework_id, r.area_code
