-- Notes the newest publication that a session with a link was shown.
-- $1: digest of the session's token
-- $2: number of the publication
update link_session set publication = $2 where token_digest = $1
