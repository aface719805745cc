-- One row per version that a publication brought of a policy document, and per version it replaced,
-- by id, then version.
-- $1: the publication
select
    framework_id, title_zh, title_en, short_zh, short_en, document_number, issuer_zh, issuer_en, issued_on,
    area_code, plan_start, plan_start_status, horizon, note_zh, note_en, version, publication, withdrawn
from framework
where publication = $1
union all
select
    framework_id, title_zh, title_en, short_zh, short_en, document_number, issuer_zh, issuer_en, issued_on,
    area_code, plan_start, plan_start_status, horizon, note_zh, note_en, version, publication, withdrawn
from framework as replaced
where exists (
    select 1
    from framework as brought
    where brought.publication = $1
        and brought.version > 1
        and brought.framework_id = replaced.framework_id
        and brought.version = replaced.version + 1
)
order by framework_id, version
