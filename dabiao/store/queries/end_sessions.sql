-- Ends sessions: one, those of an account, those that are over.
-- $1: digest of the token of one, null for none
-- $2: id of the account, null for none
-- $3: moment before which they expired, null for none
-- $4: moment before which they were last seen, null for none
delete from account_session
where token_digest = cast($1 as varchar)
    or user_id = cast($2 as varchar)
    or expires_at <= cast($3 as timestamp with time zone)
    or seen_at <= cast($4 as timestamp with time zone)
