-- Notes how often signing in has failed for a subject.
-- $1: digest of the subject
-- $2: how often
-- $3: now
insert into sign_in_failure (subject_digest, failures, failed_at)
values ($1, $2, $3)
on conflict (subject_digest) do update set failures = excluded.failures, failed_at = excluded.failed_at
