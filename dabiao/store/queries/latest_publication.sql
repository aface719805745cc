-- One row: the number of the latest publication; none before the first.
select number
from publication
order by number desc
limit 1
