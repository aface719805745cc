-- One row: the account with a name and the hash of its password; none if there is no such account.
-- $1: the name, in lower case
select user_id, name, shown_name, password_hash, disabled_at
from account
where name = $1
order by user_id
