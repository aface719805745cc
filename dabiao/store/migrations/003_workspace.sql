-- What the database holds: published figures, or generated ones for demonstration. One row, never changed; none
-- until the database is first opened for loading or serving. What was published before there were workspaces is
-- published.
create table workspace (
    id integer primary key check (id = 1), -- so that of two that claim the database at once one fails
    workspace varchar not null check (workspace in ('published', 'demo')),
    created_at timestamp with time zone not null
);

insert into workspace
select 1, 'published', min(published_at)
from publication
having count(*) > 0;
