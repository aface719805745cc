-- One row per meeting as it stands, by day, when it was made, and id. The meeting before it is that of the same area
-- in this order that was not cancelled; once the minutes are closed, or it is cancelled, the one that was it then.
-- $1: id of the meeting, null for all
-- $2: code of the area it is about, null for all
with newest as (
    select distinct on (area_code, meeting_id)
        area_code, meeting_id, version, held_on, title, publication, as_of, previous
    from meeting
    order by area_code, meeting_id, version desc
),
told as (
    select
        n.area_code, n.meeting_id, n.version, n.held_on, n.title, n.publication, n.as_of, n.previous,
        f.done_by_name as made_by_name, f.done_at as made_at,
        c.done_by_name as closed_by_name, c.done_at as closed_at,
        x.done_by_name as cancelled_by_name, x.done_at as cancelled_at,
        lag(n.meeting_id) over (
            partition by n.area_code, x.done_at is null
            order by n.held_on, f.done_at, n.meeting_id
        ) as before
    from newest as n
    inner join meeting as f on f.area_code = n.area_code and f.meeting_id = n.meeting_id and f.version = 1
    left join meeting as c on c.area_code = n.area_code and c.meeting_id = n.meeting_id and c.event = 'closed'
    left join meeting as x
        on x.area_code = n.area_code and x.meeting_id = n.meeting_id and x.event = 'cancelled'
)
select
    area_code, meeting_id, version, held_on, title, publication, as_of,
    case when closed_at is null and cancelled_at is null then before else previous end as previous,
    made_by_name, made_at, closed_by_name, closed_at, cancelled_by_name, cancelled_at
from told
where (cast($1 as varchar) is null or meeting_id = $1)
    and (cast($2 as varchar) is null or area_code = $2)
order by held_on, made_at, area_code, meeting_id
