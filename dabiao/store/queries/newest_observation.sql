-- One row per figure in its newest version at a publication, withdrawn ones too,
-- by area, indicator, series and period.
-- $1: the publication, null for the latest
select
    area_code, indicator_code, series, period, end_month, value_reported, unit, value, basis, bound, status,
    confidence, publisher, source_title, source_date, source_url, note_zh, note_en, version, publication,
    withdrawn
from observation as newest
where publication <= coalesce(cast($1 as bigint), 9223372036854775807)
    and not exists (
        select 1
        from observation as later
        where later.version > 1
            and later.publication <= coalesce(cast($1 as bigint), 9223372036854775807)
            and later.area_code = newest.area_code
            and later.indicator_code = newest.indicator_code
            and later.series = newest.series
            and later.period = newest.period
            and later.version = newest.version + 1
    )
order by area_code, indicator_code, series, period
