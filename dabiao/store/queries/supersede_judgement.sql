-- Ends the force of the earlier rows of the lines that a publication touched.
-- $1: the publication
update judgement
set superseded_by = $1
where superseded_by > $1
    and exists (
        select 1 from judgement_line as l
        where l.area_code = judgement.area_code and l.target_id = judgement.target_id and l.publication = $1
    )
