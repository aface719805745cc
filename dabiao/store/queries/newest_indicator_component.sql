-- One row per component of an indicator in its newest version at a publication, withdrawn ones too,
-- by indicator and component.
-- $1: the publication, null for the latest
select
    indicator_code, component_code, version, publication, withdrawn
from indicator_component as newest
where publication <= coalesce(cast($1 as bigint), 9223372036854775807)
    and not exists (
        select 1
        from indicator_component as later
        where later.version > 1
            and later.publication <= coalesce(cast($1 as bigint), 9223372036854775807)
            and later.indicator_code = newest.indicator_code
            and later.component_code = newest.component_code
            and later.version = newest.version + 1
    )
order by indicator_code, component_code
