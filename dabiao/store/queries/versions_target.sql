-- One row per version that a publication brought of a target, and per version it replaced,
-- by area and target, then version.
-- $1: the publication
with replaced as (
    select area_code, target_id, version - 1 as version
    from target
    where version > 1 and publication = $1
)
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
from target
inner join replaced using (area_code, target_id, version)
order by area_code, target_id, version
