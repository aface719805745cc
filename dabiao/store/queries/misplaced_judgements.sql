-- One row per judged line that is in force for other publications than it should be, by publication, area and target:
-- a line is replaced by the next publication that touched it, and holds until further notice if none did.
-- $1: what stands for "until further notice"
with line as (
    select
        area_code, target_id, publication,
        lead(publication) over (partition by area_code, target_id order by publication) as replaced_by
    from judgement_line
),
judged as (
    select distinct area_code, target_id, publication, superseded_by
    from judgement
)
select j.publication, j.area_code, j.target_id
from judged as j
left join line as l on l.area_code = j.area_code and l.target_id = j.target_id and l.publication = j.publication
where l.publication is null
    or j.superseded_by <> coalesce(l.replaced_by, cast($1 as bigint))
order by j.publication, j.area_code, j.target_id
