-- One row per framework, month and status that a target had then, by framework, month and status.
-- $1: the publication
-- $2: ordinals of the months
-- $3: the first of them
-- $4: the last of them
-- $5: framework id, null for all
select
    j.framework_id, m.month, j.status, count(*) as targets,
    min(j.attainment) as least, max(j.attainment) as greatest
from judgement as j
inner join (select unnest(cast($2 as bigint[])) as month) as m on j.end_month <= m.month and j.until_month > m.month
where j.publication <= $1
    and j.superseded_by > $1
    and j.end_month <= $4
    and j.until_month > $3
    and (cast($5 as varchar) is null or j.framework_id = $5)
group by j.framework_id, m.month, j.status
order by j.framework_id, m.month, j.status
