-- One row per registered absence of a figure, by area, indicator, series and time.
-- What was known by a date is chosen as in line_observations.
-- $1: the publication
-- $2: ordinal of the last month wanted
-- $3: codes of the areas
-- $4: date by which the source was published, null for all
with observation_now as (
    select distinct on (area_code, indicator_code, series, period)
        area_code, indicator_code, series, period, end_month, status, withdrawn
    from observation
    where publication <= $1
        and end_month <= $2
        and area_code = any($3)
        and (cast($4 as varchar) is null or source_date <= cast(cast($4 as varchar) as date) or withdrawn)
    order by area_code, indicator_code, series, period, version desc
)
select area_code, indicator_code, series, period, end_month, status
from observation_now
where not withdrawn and status in ('O', 'M', 'Q')
order by area_code, indicator_code, series, end_month, period
