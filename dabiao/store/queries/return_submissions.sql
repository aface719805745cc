-- One row per hand-in of a return, by area, quarter and number.
-- $1: code of the area, null for all
-- $2: the quarter, null for all
-- $3: the client's key, null for all
-- $4: the receipt's number, null for all
select
    area_code, quarter, submission, receipt, client_key, content, digest, audit_number, audit_digest, submitted_by,
    submitted_by_name, submitted_at
from return_submission
where (cast($1 as varchar) is null or area_code = $1)
    and (cast($2 as varchar) is null or quarter = $2)
    and (cast($3 as varchar) is null or client_key = $3)
    and (cast($4 as varchar) is null or receipt = $4)
order by area_code, quarter, submission
