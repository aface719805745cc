-- One row per version that a publication brought of a unit, and per version it replaced,
-- by unit, then version.
-- $1: the publication
with replaced as (
    select unit, version - 1 as version
    from unit
    where version > 1 and publication = $1
)
select
    unit, name_zh, name_en, base_unit, factor, version, publication, withdrawn
from unit
where publication = $1
union all
select
    unit, name_zh, name_en, base_unit, factor, version, publication, withdrawn
from unit
inner join replaced using (unit, version)
order by unit, version
