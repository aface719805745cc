-- What is published: every row is a version that came into force with one publication and is never rewritten.
-- Current at publication N: of each key the greatest version with publication <= N, unless it is withdrawn.
-- Keys start with area_code where there is one, so that a distributed PostgreSQL can place the rows by it.

create table publication (
    number bigint primary key,
    published_at timestamp with time zone not null,
    published_by varchar not null,
    kind varchar not null check (kind in ('load', 'approval', 'amendment', 'target_change', 'rules')),
    summary varchar not null, -- JSON: per table the counts of new, changed and withdrawn rows
    digest varchar not null,  -- SHA-256 over the versions it brought, in key order
    rules integer not null    -- version of the rules its lines are judged by
);

create table load (
    load_id bigint primary key,
    started_at timestamp with time zone not null,
    finished_at timestamp with time zone not null,
    input_digest varchar not null, -- SHA-256 over names and bytes of the files read
    publication bigint,            -- null when nothing had changed
    rows_read bigint not null,
    rows_new bigint not null,
    rows_changed bigint not null,
    rows_unchanged bigint not null,
    rows_rejected bigint not null,
    rows_withdrawn bigint not null,
    check (rows_read = rows_new + rows_changed + rows_unchanged + rows_rejected)
);

create table rejected_row (
    load_id bigint not null,
    position bigint not null,
    file varchar not null,
    line bigint not null,
    field varchar not null,
    value varchar,
    rule varchar not null,
    message_zh varchar not null,
    message_en varchar not null,
    primary key (load_id, position)
);

create table area (
    code varchar not null,
    name_zh varchar not null,
    name_en varchar not null,
    level varchar not null check (level in ('country', 'province', 'city', 'county')),
    parent_code varchar,
    province_code varchar,
    city_code varchar,
    tile_row integer,
    tile_column integer,
    version integer not null,
    publication bigint not null,
    withdrawn boolean not null,
    primary key (code, version)
);

create table framework (
    framework_id varchar not null,
    title_zh varchar not null,
    title_en varchar not null,
    short_zh varchar not null,
    short_en varchar not null,
    document_number varchar,
    issuer_zh varchar not null,
    issuer_en varchar not null,
    issued_on date not null,
    area_code varchar not null,
    plan_start varchar not null,
    plan_start_status varchar not null check (plan_start_status in ('stated', 'assumed')),
    horizon varchar not null,
    note_zh varchar,
    note_en varchar,
    version integer not null,
    publication bigint not null,
    withdrawn boolean not null,
    primary key (framework_id, version)
);

create table unit (
    unit varchar not null,
    name_zh varchar not null,
    name_en varchar not null,
    base_unit varchar not null,
    factor double precision not null check (factor > 0),
    version integer not null,
    publication bigint not null,
    withdrawn boolean not null,
    primary key (unit, version)
);

create table indicator (
    indicator_code varchar not null,
    name_zh varchar not null,
    name_en varchar not null,
    unit varchar not null,
    kind varchar not null check (kind in ('count', 'rate', 'duration', 'rank')),
    direction varchar not null check (direction in ('up', 'down')),
    definition_zh varchar not null,
    definition_en varchar not null,
    version integer not null,
    publication bigint not null,
    withdrawn boolean not null,
    primary key (indicator_code, version)
);

create table indicator_component (
    indicator_code varchar not null,
    component_code varchar not null,
    version integer not null,
    publication bigint not null,
    withdrawn boolean not null,
    primary key (indicator_code, component_code, version)
);

create table target (
    area_code varchar not null,
    target_id varchar not null,
    framework_id varchar not null,
    indicator_code varchar not null,
    comparator varchar not null check (comparator in ('>=', '<=')),
    value_reported varchar, -- digits as the document gives them, in unit
    unit varchar not null,
    value double precision, -- in the indicator's unit
    value_status varchar not null check (value_status in ('stated', 'supplied')),
    deadline varchar not null,
    basis varchar not null check (basis in ('in_period', 'total', 'level')),
    basis_status varchar not null check (basis_status in ('stated', 'assumed')),
    series varchar not null, -- the series of observations it is judged by
    baseline_value double precision,
    baseline_period varchar,
    section varchar not null,
    phrase varchar not null,
    note_zh varchar,
    note_en varchar,
    version integer not null,
    publication bigint not null,
    withdrawn boolean not null,
    primary key (area_code, target_id, version)
);

create table task (
    framework_id varchar not null,
    task_id varchar not null,
    kind varchar not null check (kind in ('goal', 'task', 'project', 'safeguard')),
    position integer not null,
    chapter varchar not null,
    section varchar,
    label varchar not null,
    title_zh varchar not null,
    title_en varchar not null,
    horizon varchar,
    version integer not null,
    publication bigint not null,
    withdrawn boolean not null,
    primary key (framework_id, task_id, version)
);

create table task_department (
    framework_id varchar not null,
    task_id varchar not null,
    department varchar not null,
    department_en varchar not null,
    position integer not null,
    version integer not null,
    publication bigint not null,
    withdrawn boolean not null,
    primary key (framework_id, task_id, department, version)
);

create table observation (
    area_code varchar not null,
    indicator_code varchar not null,
    series varchar not null,
    period varchar not null,
    end_month integer not null, -- ordinal of the period's last month: year * 12 + month
    value_reported varchar,     -- digits as the source gives them, in unit
    unit varchar not null,
    value double precision,     -- in the indicator's unit; null for the absences
    basis varchar not null,
    bound varchar not null,
    status varchar not null,    -- SDMX observation status: A, O, M, Q
    confidence varchar not null,
    publisher varchar not null,
    source_title varchar not null,
    source_date date,
    source_url varchar,
    note_zh varchar,
    note_en varchar,
    version integer not null,
    publication bigint not null,
    withdrawn boolean not null
);
