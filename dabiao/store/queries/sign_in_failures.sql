-- One row per subject that signing in failed for of late, by subject.
-- $1: digests of the subjects
select subject_digest, failures, failed_at
from sign_in_failure
where subject_digest = any($1)
order by subject_digest
