-- One row per version of a target that came between two publications, with the version before it and what brought it,
-- by area, target and version.
-- $1: the earlier publication; what it brought is left out
-- $2: the later publication; what it brought counts
-- $3: codes of areas
with brought as (
    select
        area_code, target_id, indicator_code, version, publication, comparator, value, unit, deadline, basis,
        series, baseline_value, baseline_period, withdrawn, version - 1 as version_before
    from target
    where publication > $1 and publication <= $2 and area_code = any($3)
)
select
    b.area_code, b.target_id, b.indicator_code, b.version, b.publication, p.published_at, p.published_by, p.kind,
    b.comparator, b.value, b.unit, b.deadline, b.basis, b.series, b.baseline_value as stated_baseline,
    b.baseline_period as stated_baseline_period, b.withdrawn,
    t.comparator as comparator_before, t.value as value_before, t.deadline as deadline_before,
    t.basis as basis_before, t.series as series_before, t.baseline_value as stated_baseline_before,
    t.baseline_period as stated_baseline_period_before, t.withdrawn as withdrawn_before
from brought as b
inner join publication as p on p.number = b.publication
left join target as t on t.area_code = b.area_code and t.target_id = b.target_id and t.version = b.version_before
order by b.area_code, b.target_id, b.version
