-- One row per version of a meeting, by number of the version.
-- $1: id of the meeting
select
    area_code, meeting_id, version, event, held_on, title, publication, as_of, previous, reason, done_by, done_by_name,
    done_at
from meeting
where meeting_id = $1
order by version
