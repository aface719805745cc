-- One row per year and indicator with the span of the latest figures of all areas by its end, by year and indicator.
-- $1: ordinals of the years' last months
with latest as (
    select distinct on (m.month, o.area_code, o.indicator_code) m.month, o.indicator_code, o.value
    from observation as o
    inner join (select unnest(cast($1 as bigint[])) as month) as m on o.end_month <= m.month
    where o.status = 'A'
    order by m.month, o.area_code, o.indicator_code, o.end_month desc
)
select cast(month // 12 - 1 as varchar) as as_of, indicator_code, count(*) as areas, min(value) as least, max(value) as greatest
from latest
group by month, indicator_code
order by month, indicator_code
