-- Returns: one area's figures for one quarter on their way to a publication. Rows are only added.

-- Every version of every cell: what was typed, what was decided of it, by whom and when. The version is what two who
-- change one cell at once collide on; handing in and deciding add a version too, so that neither can pass the other.
create table return_cell (
    area_code varchar not null,
    quarter varchar not null,
    indicator_code varchar not null,
    series varchar not null,
    version integer not null,
    event varchar not null check (
        event in ('saved', 'submitted', 'withdrawn', 'passed', 'sent_back', 'approved', 'amended')
    ),
    given varchar,          -- digits as typed; null where nothing was, or where an absence was chosen
    mode varchar not null check (mode in ('increment', 'total')),
    absence varchar check (absence in ('zero', 'M', 'Q')),
    explanation varchar,
    source varchar,
    amount varchar,         -- decimal in the basis of the line, as it stood when handed in
    other_amount varchar,   -- its counterpart: the total of an increment, the increment of a total
    basis varchar,
    rules varchar,          -- rules that it met with when handed in, joined by commas
    reason varchar,         -- of sending back or amending
    level_area varchar,     -- area whose reviewer decided
    submission integer,     -- the hand-in that it belongs to
    publication bigint,     -- the publication that it went into
    done_by varchar not null,
    done_by_name varchar not null,
    done_at timestamp with time zone not null,
    primary key (area_code, quarter, indicator_code, series, version)
);

create table return_submission (
    area_code varchar not null,
    quarter varchar not null,
    submission integer not null,
    receipt varchar not null,
    client_key varchar not null,    -- of the press of a button; the same one again hands in nothing new
    content varchar not null,       -- JSON, keys in order
    digest varchar not null,        -- SHA-256 of the content
    audit_number bigint not null,   -- head of the audit trail when it was handed in
    audit_digest varchar not null,
    submitted_by varchar not null,
    submitted_by_name varchar not null,
    submitted_at timestamp with time zone not null,
    primary key (area_code, quarter, submission),
    unique (area_code, quarter, client_key)
);

-- Until when an area may hand in a quarter although it is locked.
create table return_exception (
    area_code varchar not null,
    quarter varchar not null,
    exception integer not null,
    ends_on date not null,
    reason varchar not null,
    granted_by varchar not null,
    granted_by_name varchar not null,
    granted_at timestamp with time zone not null,
    primary key (area_code, quarter, exception)
);

-- What shall be said instead of an approved figure or of a target: proposed by one, decided by another.
create table amendment (
    area_code varchar not null,
    number integer not null,
    kind varchar not null check (kind in ('figure', 'target')),
    quarter varchar,            -- of a figure
    indicator_code varchar,
    series varchar,
    target_id varchar,          -- of a target
    replaces integer not null,  -- version of the cell or target that it is to replace
    given varchar,
    mode varchar check (mode in ('increment', 'total')),
    absence varchar check (absence in ('zero', 'M', 'Q')),
    explanation varchar,
    source varchar,
    deadline varchar,           -- of a target, null where it stays
    reason varchar not null,
    proposed_by varchar not null,
    proposed_by_name varchar not null,
    proposed_at timestamp with time zone not null,
    primary key (area_code, number)
);

create table amendment_decision (
    area_code varchar not null,
    number integer not null,
    approved boolean not null,
    reason varchar,
    publication bigint,
    decided_by varchar not null,
    decided_by_name varchar not null,
    decided_at timestamp with time zone not null,
    primary key (area_code, number)
);
