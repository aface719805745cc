-- One row per policy document in its newest version at a publication, withdrawn ones too,
-- by id.
-- $1: the publication, null for the latest
select
    framework_id, title_zh, title_en, short_zh, short_en, document_number, issuer_zh, issuer_en, issued_on,
    area_code, plan_start, plan_start_status, horizon, note_zh, note_en, version, publication, withdrawn
from framework as newest
where publication <= coalesce(cast($1 as bigint), 9223372036854775807)
    and not exists (
        select 1
        from framework as later
        where later.version > 1
            and later.publication <= coalesce(cast($1 as bigint), 9223372036854775807)
            and later.framework_id = newest.framework_id
            and later.version = newest.version + 1
    )
order by framework_id
