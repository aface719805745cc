-- One row: the id of the latest load; none before the first.
select load_id
from load
order by load_id desc
limit 1
