-- What pages ask for is one area, one framework, one indicator or one province out of all: without these PostgreSQL
-- reads every row for it. DuckDB passes over blocks of rows by their least and greatest values, as the rows lie in order
-- of area; an index would make its loads longer and its file twice as large, and no answer faster.

create unique index observation_key on observation (area_code, indicator_code, series, period, version);
create index observation_publication on observation (publication);
-- Versions that replace an earlier one are few; whether a figure has one is asked of every figure.
create index observation_replacing on observation (area_code, indicator_code, series, period) where version > 1;

create unique index judgement_key on judgement (area_code, target_id, end_month, publication);
create index judgement_place on judgement (level, province_code);
create index judgement_framework on judgement (framework_id);
create index judgement_indicator on judgement (indicator_code);
