-- One row per component of a combined indicator at a publication, by indicator and component.
-- $1: the publication
with component_now as (
    select distinct on (indicator_code, component_code) indicator_code, component_code, withdrawn
    from indicator_component
    where publication <= $1
    order by indicator_code, component_code, version desc
)
select indicator_code, component_code
from component_now
where not withdrawn
order by indicator_code, component_code
