-- One row per figure and vintage in which it was known, by vintage, area, indicator, series and time.
-- A figure is known in a vintage if its source was published by then; of several versions the latest one known
-- counts, unless a later one withdraws it. Without a date every figure is known.
-- $1: the publication
-- $2: codes of the areas
-- $3: codes of the indicators, null for all
-- $4: the vintages: dates as texts, or 'latest'
with vintage as (
    select name, cast(nullif(name, 'latest') as date) as known_by
    from (select unnest(cast($4 as varchar[])) as name) as named
)
select
    v.name as vintage, o.area_code, o.indicator_code, o.series, o.period, o.end_month, o.value, o.basis, o.bound,
    o.status
from observation as o
cross join vintage as v
where o.publication <= $1
    and o.area_code = any($2)
    and (cast($3 as varchar[]) is null or o.indicator_code = any($3))
    and (v.known_by is null or o.source_date <= v.known_by)
    and not o.withdrawn
    and not exists (
        select 1
        from observation as later
        where later.version > 1
            and later.publication <= $1
            and later.area_code = o.area_code
            and later.indicator_code = o.indicator_code
            and later.series = o.series
            and later.period = o.period
            and later.version > o.version
            and (later.withdrawn or v.known_by is null or later.source_date <= v.known_by)
    )
order by v.name, o.area_code, o.indicator_code, o.series, o.end_month, o.period
