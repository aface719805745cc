-- What the rules said of every target after every figure: derived, rebuilt whenever a line or the rules change.
-- One row per target and period of its line, and one with end_month 0 for "nothing reported yet". A row is in
-- force for publications >= publication and < superseded_by, and is what is known of its target from end_month up to
-- the month before until_month: of every target, one row holds for a publication and a month.
-- No foreign keys and no primary key: the rows are written by one place and the table is the largest of all.

create table judgement (
    area_code varchar not null,
    target_id varchar not null,
    framework_id varchar not null,
    indicator_code varchar not null,
    level varchar not null,
    province_code varchar,
    city_code varchar,
    end_month integer not null,
    until_month integer not null,
    period varchar,
    value double precision,
    bound varchar,
    baseline double precision,
    baseline_period varchar,
    attainment double precision,
    time_share double precision,
    pace_gap double precision,
    pace_ratio double precision,
    distance double precision,
    required_pace double precision,
    average_pace double precision,
    status varchar not null,
    flags varchar not null, -- comma-separated, in the order of dabiao.model.Flag
    deadline_month integer not null,
    period_months integer,
    publication bigint not null,
    superseded_by bigint not null
);

-- Which lines were judged again with which publication.
create table judgement_line (
    area_code varchar not null,
    target_id varchar not null,
    publication bigint not null,
    primary key (area_code, target_id, publication)
);
