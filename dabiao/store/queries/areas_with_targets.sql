-- One row per area that has a target at a publication, by code.
-- $1: the publication
with target_now as (
    select distinct on (area_code, target_id) area_code, withdrawn
    from target
    where publication <= $1
    order by area_code, target_id, version desc
),
area_now as (
    select distinct on (code) code, name_zh, name_en, level, province_code, city_code
    from area
    where publication <= $1
    order by code, version desc
)
select
    a.code as area_code, a.name_zh as area_name_zh, a.name_en as area_name_en, a.level, a.province_code, a.city_code,
    count(*) as targets
from target_now as t
inner join area_now as a on a.code = t.area_code
where not t.withdrawn
group by a.code, a.name_zh, a.name_en, a.level, a.province_code, a.city_code
order by a.code
