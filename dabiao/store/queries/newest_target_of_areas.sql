-- One row per target of some areas in its newest version, withdrawn ones too, by area and target.
-- $1: codes of the areas
with later as (
    select area_code, target_id, version - 1 as version, true as replaced
    from target
    where version > 1 and area_code = any($1)
)
select
    area_code, target_id, framework_id, indicator_code, comparator, value_reported, unit, value, value_status,
    deadline, basis, basis_status, series, baseline_value, baseline_period, section, phrase, note_zh, note_en,
    version, publication, withdrawn
from target
left join later using (area_code, target_id, version)
where area_code = any($1) and replaced is null
order by area_code, target_id
