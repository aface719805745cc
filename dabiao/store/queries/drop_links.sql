-- Takes back the links that were made for an account, or for the first administrator, and not used.
-- $1: id of the account, null for the first administrator
delete from one_time_link
where used_at is null and user_id is not distinct from cast($1 as varchar)
