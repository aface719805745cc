-- Documents that were issued: what each says is a function of its views, so its digest is kept and not its content.
create table document (
    number varchar primary key,     -- DB-2026-000012
    issued_year integer not null,
    serial integer not null,        -- within the year
    kind varchar not null,
    title varchar not null,
    language varchar not null,
    views varchar not null,         -- JSON: the views, each with its publication, in their order
    publication bigint not null,    -- the latest of those of its views
    digest varchar not null,        -- SHA-256 over what it says
    issued_at timestamp with time zone not null,
    issued_by varchar,              -- null for the command line and for those who have not signed in
    issued_by_name varchar not null,
    unique (issued_year, serial)
);
