-- One row per version that a publication brought of a policy document, and per version it replaced,
-- by id, then version.
-- $1: the publication
with replaced as (
    select framework_id, version - 1 as version
    from framework
    where version > 1 and publication = $1
)
select
    framework_id, title_zh, title_en, short_zh, short_en, document_number, issuer_zh, issuer_en, issued_on,
    area_code, plan_start, plan_start_status, horizon, note_zh, note_en, version, publication, withdrawn
from framework
where publication = $1
union all
select
    framework_id, title_zh, title_en, short_zh, short_en, document_number, issuer_zh, issuer_en, issued_on,
    area_code, plan_start, plan_start_status, horizon, note_zh, note_en, version, publication, withdrawn
from framework
inner join replaced using (framework_id, version)
order by framework_id, version
