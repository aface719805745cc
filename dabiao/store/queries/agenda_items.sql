-- One row per item that ever was on a meeting's agenda, as it stands, by position and item.
-- $1: id of the meeting
with newest as (
    select distinct on (area_code, meeting_id, item)
        item, version, position, saved_view, heading, note, removed
    from agenda_item
    where meeting_id = $1
    order by area_code, meeting_id, item, version desc
)
select item, version, position, saved_view, heading, note, removed
from newest
order by position, item
