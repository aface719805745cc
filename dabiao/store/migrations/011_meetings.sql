-- Review meetings: what was looked at, as of which publication, and what was decided. Rows are only added: the
-- greatest version is how a thing stands, those before it are its history.

create table meeting (
    area_code varchar not null,     -- what it is about: this area and all below it
    meeting_id varchar not null,    -- random, never given twice
    version integer not null,
    event varchar not null check (event in ('made', 'changed', 'frozen_anew', 'closed')),
    held_on date not null,
    title varchar not null,
    publication bigint not null,    -- the frozen one, which all its views are pinned to
    as_of varchar not null,         -- the period up to whose end figures count
    previous varchar,               -- id of the meeting of the same area before it
    reason varchar,                 -- why another publication was frozen
    done_by varchar not null,
    done_by_name varchar not null,
    done_at timestamp with time zone not null,
    primary key (area_code, meeting_id, version)
);

create table agenda_item (
    area_code varchar not null,
    meeting_id varchar not null,
    item integer not null,          -- never given twice within a meeting
    version integer not null,
    position integer not null,
    saved_view varchar not null,    -- JSON, as dabiao.views writes it
    heading varchar,                -- null: what the view finds
    note varchar,
    removed boolean not null,
    done_by varchar not null,
    done_by_name varchar not null,
    done_at timestamp with time zone not null,
    primary key (area_code, meeting_id, item, version)
);

-- What a meeting decided, and what it asked somebody to do by when.
create table action (
    area_code varchar not null,     -- of the figure it is about; else of the meeting
    meeting_id varchar not null,
    number integer not null,        -- within the meeting
    version integer not null,
    meeting_area varchar not null,  -- area of the meeting
    kind varchar not null check (kind in ('decision', 'action')),
    what varchar not null,
    target_id varchar,
    indicator_code varchar,
    figure varchar,                 -- JSON: target, figure and status as they stood, with publication and as-of
    department varchar,
    due_on date,
    state varchar check (state in ('open', 'done', 'dropped')), -- null for a decision
    note varchar,                   -- what was reported, or why it was dropped or put off
    done_by varchar not null,
    done_by_name varchar not null,
    done_at timestamp with time zone not null,
    primary key (area_code, meeting_id, number, version),
    check ((kind = 'decision') = (state is null)),
    check (kind = 'decision' or (department is not null and due_on is not null))
);
