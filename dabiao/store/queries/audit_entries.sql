-- One row per entry of the audit trail before a number, by number, the latest first.
-- $1: the number, null for none
-- $2: what was done, null for all
-- $3: what it was done to, null for all
-- $4: id of the account that did it, null for all
-- $5: how many rows at most
select number, recorded_at, actor_id, actor_name, what, subject, detail, previous, chain_digest
from audit
where (cast($1 as bigint) is null or number < $1)
    and (cast($2 as varchar) is null or what = $2)
    and (cast($3 as varchar) is null or subject = $3)
    and (cast($4 as varchar) is null or actor_id = $4)
order by number desc
limit $5
