-- One row per grant, by account, area and role.
-- $1: id of one account, null for all
select user_id, area_code, role, indicators, granted_at, granted_by
from account_grant
where cast($1 as varchar) is null or user_id = $1
order by user_id, area_code, role
