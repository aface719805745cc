-- One row: what the latest load read and what it came to; none before the first.
select load_id, input_digest, publication, rows_rejected
from load
order by load_id desc
limit 1
