-- One row per version of a decision or action, by number of the version.
-- $1: id of the meeting that wrote it down
-- $2: its number within the meeting
select
    area_code, meeting_id, number, version, meeting_area, kind, what, target_id, indicator_code, figure, department,
    due_on, state, note, done_by, done_by_name, done_at
from action
where meeting_id = $1 and number = $2
order by version
