-- Disables an account or enables it again.
-- $1: id of the account
-- $2: since when it is disabled, null for not
-- $3: now
update account
set disabled_at = $2, changed_at = $3
where user_id = $1
