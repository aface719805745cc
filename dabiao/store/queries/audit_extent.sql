-- One row: the head of the audit trail as noted, and how many rows there are up to which number.
select
    h.number, h.chain_digest,
    (select count(*) from audit) as rows_held,
    (select coalesce(max(a.number), 0) from audit as a) as last_number
from audit_head as h
order by h.id
