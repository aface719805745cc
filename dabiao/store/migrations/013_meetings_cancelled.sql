-- A meeting that was made by mistake, or is not held, is cancelled: it is kept, and no other is compared with it.
-- Neither engine of the two lets a check be changed in one way that both know, so the table is made anew.

create table meeting_anew (
    area_code varchar not null,     -- what it is about: this area and all below it
    meeting_id varchar not null,    -- random, never given twice
    version integer not null,
    event varchar not null check (event in ('made', 'changed', 'frozen_anew', 'closed', 'cancelled')),
    held_on date not null,
    title varchar not null,
    publication bigint not null,    -- the frozen one, which all its views are pinned to
    as_of varchar not null,         -- the period up to whose end figures count
    previous varchar,               -- id of the meeting of the same area before it
    reason varchar,                 -- why another publication was frozen, or the meeting cancelled
    done_by varchar not null,
    done_by_name varchar not null,
    done_at timestamp with time zone not null,
    primary key (area_code, meeting_id, version)
);

insert into meeting_anew
select
    area_code, meeting_id, version, event, held_on, title, publication, as_of, previous, reason, done_by, done_by_name,
    done_at
from meeting;

drop table meeting;

alter table meeting_anew rename to meeting;
