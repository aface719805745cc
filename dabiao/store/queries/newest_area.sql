-- One row per area in its newest version at a publication, withdrawn ones too,
-- by code.
-- $1: the publication, null for the latest
with later as (
    select code, version - 1 as version, true as replaced
    from area
    where version > 1 and publication <= coalesce(cast($1 as bigint), 9223372036854775807)
)
select
    code, name_zh, name_en, level, parent_code, province_code, city_code, tile_row, tile_column, version,
    publication, withdrawn
from area
left join later using (code, version)
where publication <= coalesce(cast($1 as bigint), 9223372036854775807) and replaced is null
order by code
