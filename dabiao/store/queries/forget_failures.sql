-- Forgets the failures of a subject, or those of long ago.
-- $1: digest of the subject, null for none
-- $2: moment before which they were, null for none
delete from sign_in_failure
where subject_digest = cast($1 as varchar) or failed_at <= cast($2 as timestamp with time zone)
