-- Takes a grant away.
-- $1: area code
-- $2: id of the account
-- $3: role
delete from account_grant
where area_code = $1 and user_id = $2 and role = $3
