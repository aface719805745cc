-- One row per policy document in its newest version at a publication, withdrawn ones too,
-- by id.
-- $1: the publication, null for the latest
with later as (
    select framework_id, version - 1 as version, true as replaced
    from framework
    where version > 1 and publication <= coalesce(cast($1 as bigint), 9223372036854775807)
)
select
    framework_id, title_zh, title_en, short_zh, short_en, document_number, issuer_zh, issuer_en, issued_on,
    area_code, plan_start, plan_start_status, horizon, note_zh, note_en, version, publication, withdrawn
from framework
left join later using (framework_id, version)
where publication <= coalesce(cast($1 as bigint), 9223372036854775807) and replaced is null
order by framework_id
