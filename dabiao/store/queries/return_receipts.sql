-- One row per hand-in of a return without its content, by area, quarter and number.
-- $1: code of the area, null for all
select area_code, quarter, submission, receipt, digest, submitted_by, submitted_by_name, submitted_at
from return_submission
where cast($1 as varchar) is null or area_code = $1
order by area_code, quarter, submission
