-- Headings of tasks in both languages, and what is reported of a task that has no number.

-- Null in versions published before there was a translation; a section may be missing in both languages.
alter table task add column chapter_en varchar;
alter table task add column section_en varchar;

create table task_report (
    area_code varchar not null,
    framework_id varchar not null,
    task_id varchar not null,
    period varchar not null,
    end_month integer not null, -- ordinal of the period's last month: year * 12 + month
    status varchar not null check (
        status in ('not_started', 'under_way', 'done', 'not_reported', 'not_applicable', 'withheld')
    ),
    publisher varchar not null,
    source_title varchar not null,
    source_date date,
    source_url varchar,
    note_zh varchar,
    note_en varchar,
    version integer not null,
    publication bigint not null,
    withdrawn boolean not null,
    primary key (area_code, framework_id, task_id, period, version)
);
