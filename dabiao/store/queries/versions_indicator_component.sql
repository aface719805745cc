-- One row per version that a publication brought of a component of an indicator, and per version it replaced,
-- by indicator and component, then version.
-- $1: the publication
with replaced as (
    select indicator_code, component_code, version - 1 as version
    from indicator_component
    where version > 1 and publication = $1
)
select
    indicator_code, component_code, version, publication, withdrawn
from indicator_component
where publication = $1
union all
select
    indicator_code, component_code, version, publication, withdrawn
from indicator_component
inner join replaced using (indicator_code, component_code, version)
order by indicator_code, component_code, version
