-- One row: the head of the audit trail as noted. Every write asks for it, so nothing is counted here.
select number, chain_digest
from audit_head
order by id
