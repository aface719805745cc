-- One row per figure and vintage in which it was known, by vintage, area, indicator, series and time.
-- A figure is known in a vintage if its source was published by then; of several versions the latest one known
-- counts, unless a later one withdraws it. Without a date every figure is known.
-- $1: the publication
-- $2: codes of the areas, each once
-- $3: codes of the indicators, null for all
-- $4: the vintages, each once: dates as texts, or 'latest'
with area as (
    select unnest(cast($2 as varchar[])) as area_code
),
vintage as (
    select name, cast(nullif(name, 'latest') as date) as known_by
    from (select unnest(cast($4 as varchar[])) as name) as named
),
figure as (
    select
        area_code, indicator_code, series, period, end_month, value, basis, bound, status, source_date, version,
        withdrawn
    from observation
    inner join area using (area_code)
    where publication <= $1
        and (cast($3 as varchar[]) is null or indicator_code = any($3))
),
later as (
    select area_code, indicator_code, series, period, version, source_date, withdrawn
    from figure
    where version > 1
)
select
    v.name as vintage, f.area_code, f.indicator_code, f.series, f.period, f.end_month, f.value, f.basis, f.bound,
    f.status
from figure as f
cross join vintage as v
left join later as l
    on l.area_code = f.area_code
    and l.indicator_code = f.indicator_code
    and l.series = f.series
    and l.period = f.period
    and l.version > f.version
    and (l.withdrawn or v.known_by is null or l.source_date <= v.known_by)
where (v.known_by is null or f.source_date <= v.known_by)
    and not f.withdrawn
    and l.version is null
order by v.name, f.area_code, f.indicator_code, f.series, f.end_month, f.period
