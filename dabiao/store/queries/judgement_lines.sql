-- One row per target whose line is noted as judged anew with a publication, by area and target.
-- $1: the publication
select area_code, target_id, publication
from judgement_line
where publication = $1
order by area_code, target_id
