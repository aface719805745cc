-- One row per cell of returns in its newest version, with the last version that was more than typing,
-- by area, quarter, indicator and series.
-- $1: code of the area, null for all
-- $2: the quarter, null for all
with standing as (
    select distinct on (area_code, quarter, indicator_code, series)
        area_code, quarter, indicator_code, series, event as standing, version as standing_version
    from return_cell
    where event <> 'saved'
        and (cast($1 as varchar) is null or area_code = $1)
        and (cast($2 as varchar) is null or quarter = $2)
    order by area_code, quarter, indicator_code, series, version desc
),
newest as (
    select distinct on (area_code, quarter, indicator_code, series)
        area_code, quarter, indicator_code, series, version, event, given, mode, absence, explanation, source, amount,
        other_amount, basis, rules, reason, level_area, submission, publication, done_by, done_by_name, done_at
    from return_cell
    where (cast($1 as varchar) is null or area_code = $1)
        and (cast($2 as varchar) is null or quarter = $2)
    order by area_code, quarter, indicator_code, series, version desc
)
select
    n.area_code, n.quarter, n.indicator_code, n.series, n.version, n.event, n.given, n.mode, n.absence, n.explanation,
    n.source, n.amount, n.other_amount, n.basis, n.rules, n.reason, n.level_area, n.submission, n.publication,
    n.done_by, n.done_by_name, n.done_at, s.standing, s.standing_version
from newest as n
left join standing as s
    on s.area_code = n.area_code and s.quarter = n.quarter
    and s.indicator_code = n.indicator_code and s.series = n.series
order by n.area_code, n.quarter, n.indicator_code, n.series
