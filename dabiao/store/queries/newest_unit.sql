-- One row per unit in its newest version at a publication, withdrawn ones too,
-- by unit.
-- $1: the publication, null for the latest
with later as (
    select unit, version - 1 as version, true as replaced
    from unit
    where version > 1 and publication <= coalesce(cast($1 as bigint), 9223372036854775807)
)
select
    unit, name_zh, name_en, base_unit, factor, version, publication, withdrawn
from unit
left join later using (unit, version)
where publication <= coalesce(cast($1 as bigint), 9223372036854775807) and replaced is null
order by unit
