-- One row per version that a publication brought of an indicator, and per version it replaced,
-- by code, then version.
-- $1: the publication
select
    indicator_code, name_zh, name_en, unit, kind, direction, definition_zh, definition_en, version,
    publication, withdrawn
from indicator
where publication = $1
union all
select
    indicator_code, name_zh, name_en, unit, kind, direction, definition_zh, definition_en, version,
    publication, withdrawn
from indicator as replaced
where exists (
    select 1
    from indicator as brought
    where brought.publication = $1
        and brought.version > 1
        and brought.indicator_code = replaced.indicator_code
        and brought.version = replaced.version + 1
)
order by indicator_code, version
