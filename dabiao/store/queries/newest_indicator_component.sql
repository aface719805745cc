-- One row per component of an indicator in its newest version at a publication, withdrawn ones too,
-- by indicator and component.
-- $1: the publication, null for the latest
with later as (
    select indicator_code, component_code, version - 1 as version, true as replaced
    from indicator_component
    where version > 1 and publication <= coalesce(cast($1 as bigint), 9223372036854775807)
)
select
    indicator_code, component_code, version, publication, withdrawn
from indicator_component
left join later using (indicator_code, component_code, version)
where publication <= coalesce(cast($1 as bigint), 9223372036854775807) and replaced is null
order by indicator_code, component_code
