-- One row: the account that someone of an institution signs in to; none before the first time.
-- $1: the institution's issuer
-- $2: who it is there
select i.user_id, a.shown_name, a.disabled_at
from account_identity as i
inner join account as a on a.user_id = i.user_id
where i.issuer = $1 and i.subject = $2
order by i.user_id
