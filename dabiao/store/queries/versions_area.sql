-- One row per version that a publication brought of an area, and per version it replaced,
-- by code, then version.
-- $1: the publication
with replaced as (
    select code, version - 1 as version
    from area
    where version > 1 and publication = $1
)
select
    code, name_zh, name_en, level, parent_code, province_code, city_code, tile_row, tile_column, version,
    publication, withdrawn
from area
where publication = $1
union all
select
    code, name_zh, name_en, level, parent_code, province_code, city_code, tile_row, tile_column, version,
    publication, withdrawn
from area
inner join replaced using (code, version)
order by code, version
