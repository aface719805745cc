-- One row: how many steps other than typing the cells of all returns have taken. They are only added.
select count(*) as steps
from return_cell
where event <> 'saved'
