-- One row per version that a publication brought of a target, and per version it replaced,
-- by area and target, then version.
-- $1: the publication
select
    area_code, target_id, framework_id, indicator_code, comparator, value_reported, unit, value, value_status,
    deadline, basis, basis_status, series, baseline_value, baseline_period, section, phrase, note_zh, note_en,
    version, publication, withdrawn
from target
where publication = $1
union all
select
    area_code, target_id, framework_id, indicator_code, comparator, value_reported, unit, value, value_status,
    deadline, basis, basis_status, series, baseline_value, baseline_period, section, phrase, note_zh, note_en,
    version, publication, withdrawn
from target as replaced
where exists (
    select 1
    from target as brought
    where brought.publication = $1
        and brought.version > 1
        and brought.area_code = replaced.area_code
        and brought.target_id = replaced.target_id
        and brought.version = replaced.version + 1
)
order by area_code, target_id, version
