-- One row per proposal to say something else, with what was decided of it, by area and number.
-- $1: code of the area, null for all
-- $2: the number, null for all
select
    a.area_code, a.number, a.kind, a.quarter, a.indicator_code, a.series, a.target_id, a.replaces, a.given, a.mode,
    a.absence, a.amount, a.explanation, a.source, a.deadline, a.reason, a.proposed_by, a.proposed_by_name, a.proposed_at,
    d.approved, d.reason as decision_reason, d.publication, d.decided_by, d.decided_by_name, d.decided_at
from amendment as a
left join amendment_decision as d on d.area_code = a.area_code and d.number = a.number
where (cast($1 as varchar) is null or a.area_code = $1)
    and (cast($2 as integer) is null or a.number = $2)
order by a.area_code, a.number
