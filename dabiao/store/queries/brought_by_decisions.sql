-- One row per publication that the approval of a return, an amendment or the change of a target brought, by number.
select publication
from return_cell
where publication is not null
union
select publication
from amendment_decision
where publication is not null
order by publication
