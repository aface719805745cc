-- One row per version of a target up to a publication, with what brought it, by version, the newest first.
-- $1: the publication, null for the latest
-- $2: area code
-- $3: target id
select
    t.area_code, t.target_id, t.framework_id, t.indicator_code, t.comparator, t.value_reported, t.unit, t.value,
    t.value_status, t.deadline, t.basis, t.basis_status, t.series, t.baseline_value, t.baseline_period, t.section,
    t.phrase, t.note_zh, t.note_en, t.version, t.publication, t.withdrawn,
    p.published_at, p.published_by, p.kind
from target as t
inner join publication as p on p.number = t.publication
where t.publication <= coalesce(cast($1 as bigint), 9223372036854775807)
    and t.area_code = $2
    and t.target_id = $3
order by t.version desc
