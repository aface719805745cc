-- One row per version that a publication brought of an area, and per version it replaced,
-- by code, then version.
-- $1: the publication
select
    code, name_zh, name_en, level, parent_code, province_code, city_code, tile_row, tile_column, version,
    publication, withdrawn
from area
where publication = $1
union all
select
    code, name_zh, name_en, level, parent_code, province_code, city_code, tile_row, tile_column, version,
    publication, withdrawn
from area as replaced
where exists (
    select 1
    from area as brought
    where brought.publication = $1
        and brought.version > 1
        and brought.code = replaced.code
        and brought.version = replaced.version + 1
)
order by code, version
