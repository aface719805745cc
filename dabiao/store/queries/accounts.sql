-- One row per account, by name.
-- $1: id of one account, null for all
select user_id, name, shown_name, password_hash is not null as has_password, disabled_at, created_at, created_by
from account
where cast($1 as varchar) is null or user_id = $1
order by name
