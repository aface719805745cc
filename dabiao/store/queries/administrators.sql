-- One row per account that administers the whole server and can sign in or could with its link, by account.
-- $1: code of the country
select a.user_id, a.password_hash is not null as has_password
from account as a
inner join account_grant as g on g.user_id = a.user_id
where g.role = 'administrator' and g.area_code = $1 and a.disabled_at is null
order by a.user_id
