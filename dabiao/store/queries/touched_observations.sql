-- One row per figure that a touched line could rest on, at a publication, by area, indicator, series and time.
-- $1: the publication
-- $2: codes of the areas whose figures are wanted
with line as (
    select t.area_code, t.indicator_code, t.series
    from target as t
    inner join judgement_line as l using (area_code, target_id)
    where l.publication = $1 and t.publication <= $1
    group by t.area_code, t.indicator_code, t.series
),
wanted as (
    select area_code, indicator_code, series from line
    union
    select l.area_code, c.component_code as indicator_code, l.series
    from line as l
    inner join indicator_component as c on c.indicator_code = l.indicator_code and c.publication <= $1
)
select
    newest.area_code, newest.indicator_code, newest.series, newest.period, newest.end_month, newest.value,
    newest.basis, newest.bound, newest.status
from observation as newest
inner join wanted using (area_code, indicator_code, series)
where newest.publication <= $1
    and newest.area_code = any($2)
    and not newest.withdrawn
    and not exists (
        select 1
        from observation as later
        where later.version > 1
            and later.publication <= $1
            and later.area_code = newest.area_code
            and later.indicator_code = newest.indicator_code
            and later.series = newest.series
            and later.period = newest.period
            and later.version = newest.version + 1
    )
order by newest.area_code, newest.indicator_code, newest.series, newest.end_month, newest.period
