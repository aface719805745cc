-- Whom an institution signs in to which account: bound at the first sign-in, by what never changes.
create table account_identity (
    issuer varchar not null,
    subject varchar not null, -- who it is at the institution
    user_id varchar not null unique,
    bound_at timestamp with time zone not null,
    primary key (issuer, subject)
);
