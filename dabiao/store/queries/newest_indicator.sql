-- One row per indicator in its newest version at a publication, withdrawn ones too,
-- by code.
-- $1: the publication, null for the latest
select
    indicator_code, name_zh, name_en, unit, kind, direction, definition_zh, definition_en, version,
    publication, withdrawn
from indicator as newest
where publication <= coalesce(cast($1 as bigint), 9223372036854775807)
    and not exists (
        select 1
        from indicator as later
        where later.version > 1
            and later.publication <= coalesce(cast($1 as bigint), 9223372036854775807)
            and later.indicator_code = newest.indicator_code
            and later.version = newest.version + 1
    )
order by indicator_code
