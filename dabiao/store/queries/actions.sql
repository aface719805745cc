-- One row per decision or action as it stands, with who wrote it down, by day of the meeting, when that
-- was made, and number.
-- $1: id of the meeting that wrote it down, null for all
-- $2: code of the area it is about, null for all
-- $3: only those that are open
with newest as (
    select distinct on (area_code, meeting_id, number)
        area_code, meeting_id, number, version, meeting_area, kind, what, target_id, indicator_code, figure,
        department, due_on, state, note, done_by, done_by_name, done_at
    from action
    where (cast($1 as varchar) is null or meeting_id = $1)
        and (cast($2 as varchar) is null or area_code = $2)
    order by area_code, meeting_id, number, version desc
),
held as (
    select distinct on (area_code, meeting_id)
        area_code as meeting_area, meeting_id, title, held_on, publication
    from meeting
    order by area_code, meeting_id, version desc
)
select
    n.area_code, n.meeting_id, n.number, n.version, n.meeting_area, h.title as meeting_title, h.held_on,
    h.publication, n.kind, n.what, n.target_id, n.indicator_code, n.figure, n.department, n.due_on, n.state, n.note, n.done_by_name,
    n.done_at, f.done_by_name as written_by_name, f.done_at as written_at
from newest as n
inner join held as h on h.meeting_area = n.meeting_area and h.meeting_id = n.meeting_id
inner join action as f
    on f.area_code = n.area_code and f.meeting_id = n.meeting_id and f.number = n.number and f.version = 1
inner join meeting as m on m.area_code = n.meeting_area and m.meeting_id = n.meeting_id and m.version = 1
where not cast($3 as boolean) or n.state = 'open'
order by h.held_on, m.done_at, n.meeting_id, n.number
