-- One row per area that has published figures at a publication, by code.
-- $1: the publication
with observation_now as (
    select distinct on (area_code, indicator_code, series, period) area_code, status, withdrawn
    from observation
    where publication <= $1
    order by area_code, indicator_code, series, period, version desc
),
area_now as (
    select distinct on (code) code, name_zh, name_en, level, province_code
    from area
    where publication <= $1
    order by code, version desc
)
select
    a.code as area_code, a.name_zh as area_name_zh, a.name_en as area_name_en, a.level, a.province_code,
    count(*) as figures
from observation_now as o
inner join area_now as a on a.code = o.area_code
where not o.withdrawn and o.status = 'A'
group by a.code, a.name_zh, a.name_en, a.level, a.province_code
order by a.code
