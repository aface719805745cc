-- Gives an account a password.
-- $1: id of the account
-- $2: the hash
-- $3: now
update account
set password_hash = $2, changed_at = $3
where user_id = $1
