-- Who did what when to what. Rows are only added; each carries the digest of the one before it, and the head
-- says which row is the last.

create table audit (
    number bigint primary key,
    recorded_at timestamp with time zone not null,
    actor_id varchar,           -- null for the command line and for those who have not signed in
    actor_name varchar not null,
    what varchar not null,      -- load, publication, sign_in, account_added …
    subject varchar not null,   -- what it was done to
    detail varchar not null,    -- JSON, keys in order
    previous varchar not null,  -- digest of the row before
    chain_digest varchar not null -- SHA-256 over the one before and this row
);

-- One row, which every writer updates: of two at once the later one finds out and tries again.
create table audit_head (
    id integer primary key check (id = 1),
    number bigint not null,
    chain_digest varchar not null
);

insert into audit_head values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
