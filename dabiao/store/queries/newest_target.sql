-- One row per target in its newest version at a publication, withdrawn ones too,
-- by area and target.
-- $1: the publication, null for the latest
select
    area_code, target_id, framework_id, indicator_code, comparator, value_reported, unit, value, value_status,
    deadline, basis, basis_status, series, baseline_value, baseline_period, section, phrase, note_zh, note_en,
    version, publication, withdrawn
from target as newest
where publication <= coalesce(cast($1 as bigint), 9223372036854775807)
    and not exists (
        select 1
        from target as later
        where later.version > 1
            and later.publication <= coalesce(cast($1 as bigint), 9223372036854775807)
            and later.area_code = newest.area_code
            and later.target_id = newest.target_id
            and later.version = newest.version + 1
    )
order by area_code, target_id
