-- One row per version that a publication brought of an indicator, and per version it replaced,
-- by code, then version.
-- $1: the publication
with replaced as (
    select indicator_code, version - 1 as version
    from indicator
    where version > 1 and publication = $1
)
select
    indicator_code, name_zh, name_en, unit, kind, direction, definition_zh, definition_en, version,
    publication, withdrawn
from indicator
where publication = $1
union all
select
    indicator_code, name_zh, name_en, unit, kind, direction, definition_zh, definition_en, version,
    publication, withdrawn
from indicator
inner join replaced using (indicator_code, version)
order by indicator_code, version
