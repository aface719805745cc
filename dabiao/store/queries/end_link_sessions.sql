-- Ends sessions with links: one, those of a link, those of links that are over.
-- $1: digest of the token of one, null for none
-- $2: id of the link, null for none
-- $3: moment before which their links expired, null for none
delete from link_session
where token_digest = cast($1 as varchar)
    or link_id = cast($2 as varchar)
    or link_id in (select link_id from link where expires_at <= cast($3 as timestamp with time zone))
