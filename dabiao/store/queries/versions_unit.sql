-- One row per version that a publication brought of a unit, and per version it replaced,
-- by unit, then version.
-- $1: the publication
select
    unit, name_zh, name_en, base_unit, factor, version, publication, withdrawn
from unit
where publication = $1
union all
select
    unit, name_zh, name_en, base_unit, factor, version, publication, withdrawn
from unit as replaced
where exists (
    select 1
    from unit as brought
    where brought.publication = $1
        and brought.version > 1
        and brought.unit = replaced.unit
        and brought.version = replaced.version + 1
)
order by unit, version
