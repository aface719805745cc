-- One row per hand-in of a return without its content, by area, quarter and number.
select area_code, quarter, submission, receipt, digest, submitted_by, submitted_by_name, submitted_at
from return_submission
order by area_code, quarter, submission
