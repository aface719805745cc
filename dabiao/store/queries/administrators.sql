-- One row per account that administers the whole server, with whether its holder has a way to sign in, by account.
-- $1: code of the country
select
    a.user_id,
    a.password_hash is not null
        or exists (select 1 from account_identity as i where i.user_id = a.user_id) as can_sign_in
from account as a
inner join account_grant as g on g.user_id = a.user_id
where g.role = 'administrator' and g.area_code = $1 and a.disabled_at is null
order by a.user_id
