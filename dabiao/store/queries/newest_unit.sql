-- One row per unit in its newest version at a publication, withdrawn ones too,
-- by unit.
-- $1: the publication, null for the latest
select
    unit, name_zh, name_en, base_unit, factor, version, publication, withdrawn
from unit as newest
where publication <= coalesce(cast($1 as bigint), 9223372036854775807)
    and not exists (
        select 1
        from unit as later
        where later.version > 1
            and later.publication <= coalesce(cast($1 as bigint), 9223372036854775807)
            and later.unit = newest.unit
            and later.version = newest.version + 1
    )
order by unit
