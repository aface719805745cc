-- One row per area in its newest version at a publication, withdrawn ones too,
-- by code.
-- $1: the publication, null for the latest
select
    code, name_zh, name_en, level, parent_code, province_code, city_code, tile_row, tile_column, version,
    publication, withdrawn
from area as newest
where publication <= coalesce(cast($1 as bigint), 9223372036854775807)
    and not exists (
        select 1
        from area as later
        where later.version > 1
            and later.publication <= coalesce(cast($1 as bigint), 9223372036854775807)
            and later.code = newest.code
            and later.version = newest.version + 1
    )
order by code
