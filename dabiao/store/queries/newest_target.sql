-- One row per target in its newest version at a publication, withdrawn ones too,
-- by area and target.
-- $1: the publication, null for the latest
with later as (
    select area_code, target_id, version - 1 as version, true as replaced
    from target
    where version > 1 and publication <= coalesce(cast($1 as bigint), 9223372036854775807)
)
select
    area_code, target_id, framework_id, indicator_code, comparator, value_reported, unit, value, value_status,
    deadline, basis, basis_status, series, baseline_value, baseline_period, section, phrase, note_zh, note_en,
    version, publication, withdrawn
from target
left join later using (area_code, target_id, version)
where publication <= coalesce(cast($1 as bigint), 9223372036854775807) and replaced is null
order by area_code, target_id
