-- One row per meeting as it stands, by day, area and id.
-- $1: id of the meeting, null for all
-- $2: code of the area it is about, null for all
with newest as (
    select distinct on (area_code, meeting_id)
        area_code, meeting_id, version, event, held_on, title, publication, as_of, previous, reason, done_by,
        done_by_name, done_at
    from meeting
    where (cast($1 as varchar) is null or meeting_id = $1)
        and (cast($2 as varchar) is null or area_code = $2)
    order by area_code, meeting_id, version desc
)
select
    n.area_code, n.meeting_id, n.version, n.held_on, n.title, n.publication, n.as_of, n.previous,
    f.done_by_name as made_by_name, f.done_at as made_at,
    c.done_by_name as closed_by_name, c.done_at as closed_at
from newest as n
inner join meeting as f on f.area_code = n.area_code and f.meeting_id = n.meeting_id and f.version = 1
left join meeting as c on c.area_code = n.area_code and c.meeting_id = n.meeting_id and c.event = 'closed'
order by n.held_on, n.area_code, n.meeting_id
