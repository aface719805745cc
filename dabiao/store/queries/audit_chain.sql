-- One row per entry of the audit trail after a number, by number.
-- $1: the number
-- $2: how many rows at most
select number, recorded_at, actor_id, actor_name, what, subject, detail, previous, chain_digest
from audit
where number > $1
order by number
limit $2
