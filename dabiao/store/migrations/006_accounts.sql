-- Who may sign in, what they may do where, and who is signed in. Of every secret only a digest is kept.

create table account (
    user_id varchar primary key,     -- random, never given twice
    name varchar not null unique,    -- to sign in with, in lower case
    shown_name varchar not null,
    password_hash varchar,           -- argon2id with its parameters; null until a password was chosen
    disabled_at timestamp with time zone,
    created_at timestamp with time zone not null,
    created_by varchar not null,
    changed_at timestamp with time zone not null
);

create table account_grant (
    area_code varchar not null,
    user_id varchar not null,
    role varchar not null check (role in ('leadership', 'reporter', 'reviewer', 'administrator')),
    indicators varchar, -- JSON list of codes; null for all
    granted_at timestamp with time zone not null,
    granted_by varchar not null,
    primary key (area_code, user_id, role)
);

create table account_session (
    token_digest varchar primary key, -- SHA-256
    user_id varchar not null,
    created_at timestamp with time zone not null,
    seen_at timestamp with time zone not null,
    expires_at timestamp with time zone not null, -- however busy it is
    address varchar not null,
    browser varchar not null
);

create table one_time_link (
    token_digest varchar primary key, -- SHA-256
    purpose varchar not null check (purpose in ('first_administrator', 'set_password')),
    user_id varchar, -- null for the first administrator, whose account the link makes
    created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    used_at timestamp with time zone
);

-- How often signing in failed of late, per account name and per address; both as digests.
create table sign_in_failure (
    subject_digest varchar primary key,
    failures integer not null,
    failed_at timestamp with time zone not null
);
