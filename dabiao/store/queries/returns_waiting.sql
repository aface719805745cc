-- One row per return and level that has passed some of its cells on, of the cells that wait for a decision,
-- by area, quarter and that level. Nothing is typed into a cell that waits: its last event says it all.
with last_event as (
    select distinct on (area_code, quarter, indicator_code, series)
        area_code, quarter, event, given, absence, explanation, rules, level_area, submission
    from return_cell
    where event <> 'saved'
    order by area_code, quarter, indicator_code, series, version desc
),
waiting as (
    select
        area_code, quarter, submission,
        case when event = 'passed' then level_area end as passed_by,
        case when given is not null or absence = 'zero' then 1 else 0 end as figure,
        case when absence in ('M', 'Q') then 1 else 0 end as absent,
        case when given is null and absence is null then 1 else 0 end as blank,
        case when rules is not null then 1 else 0 end as with_rules,
        case when explanation is not null then 1 else 0 end as explained
    from last_event
    where event in ('submitted', 'passed')
)
select
    area_code, quarter, passed_by, max(submission) as submission,
    cast(sum(figure) as bigint) as figures, cast(sum(absent) as bigint) as absent, cast(sum(blank) as bigint) as blank,
    cast(sum(with_rules) as bigint) as with_rules, cast(sum(explained) as bigint) as explained
from waiting
group by area_code, quarter, passed_by
order by area_code, quarter, passed_by
