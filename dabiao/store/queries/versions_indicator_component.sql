-- One row per version that a publication brought of a component of an indicator, and per version it replaced,
-- by indicator and component, then version.
-- $1: the publication
select
    indicator_code, component_code, version, publication, withdrawn
from indicator_component
where publication = $1
union all
select
    indicator_code, component_code, version, publication, withdrawn
from indicator_component as replaced
where exists (
    select 1
    from indicator_component as brought
    where brought.publication = $1
        and brought.version > 1
        and brought.indicator_code = replaced.indicator_code
        and brought.component_code = replaced.component_code
        and brought.version = replaced.version + 1
)
order by indicator_code, component_code, version
