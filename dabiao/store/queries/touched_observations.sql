-- One row per figure that a touched line could rest on, at a publication, by area, indicator, series and time.
-- $1: the publication
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
),
observation_now as (
    select distinct on (o.area_code, o.indicator_code, o.series, o.period)
        o.area_code, o.indicator_code, o.series, o.period, o.end_month, o.value, o.basis, o.bound, o.status,
        o.withdrawn
    from observation as o
    inner join wanted using (area_code, indicator_code, series)
    where o.publication <= $1
    order by o.area_code, o.indicator_code, o.series, o.period, o.version desc
)
select area_code, indicator_code, series, period, end_month, value, basis, bound, status
from observation_now
where not withdrawn
order by area_code, indicator_code, series, end_month, period
