-- Links to one view for people without an account, who opened them, and who is looking now. Of every secret only a
-- digest is kept.

create table link (
    link_id varchar primary key,          -- random, never given twice; it stays when the secret is changed
    token_digest varchar not null unique, -- SHA-256 of the secret in the address
    label varchar not null,
    saved_view varchar not null,          -- JSON: page, choices, publication (null for always the newest)
    password_hash varchar,                -- argon2id with its parameters
    opens_at timestamp with time zone not null,
    expires_at timestamp with time zone not null,
    made_at timestamp with time zone not null,
    made_by varchar not null,
    made_by_name varchar not null,
    rotated_at timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_by varchar
);

-- One row per browser that opened a link, and one more whenever it was shown a newer publication.
create table link_opening (
    link_id varchar not null,
    opening_id varchar not null,
    opened_at timestamp with time zone not null,
    publication bigint not null,
    visitor_digest varchar not null, -- of the network address, keyed: the same visitor, not who
    primary key (link_id, opening_id)
);

create table link_session (
    token_digest varchar primary key, -- SHA-256
    link_id varchar not null,
    begun_at timestamp with time zone not null,
    publication bigint not null,      -- the newest it was shown
    visitor_digest varchar not null
);
