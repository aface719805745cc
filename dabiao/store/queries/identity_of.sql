-- One row: whom an institution signs in to an account; none if it has not yet.
-- $1: id of the account
select issuer, subject, bound_at
from account_identity
where user_id = $1
order by user_id
