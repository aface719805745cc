-- One row per indicator in its newest version at a publication, withdrawn ones too,
-- by code.
-- $1: the publication, null for the latest
with later as (
    select indicator_code, version - 1 as version, true as replaced
    from indicator
    where version > 1 and publication <= coalesce(cast($1 as bigint), 9223372036854775807)
)
select
    indicator_code, name_zh, name_en, unit, kind, direction, definition_zh, definition_en, version,
    publication, withdrawn
from indicator
left join later using (indicator_code, version)
where publication <= coalesce(cast($1 as bigint), 9223372036854775807) and replaced is null
order by indicator_code
