-- One row: the workspace that the database belongs to; none as long as it belongs to none.
select workspace, created_at
from workspace
order by id
