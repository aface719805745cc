-- One row per version of the cells of an area or a person, with the receipt it was handed in under,
-- by area, quarter, indicator, series and version.
-- $1: code of the area, null for all
-- $2: the quarter, null for all
-- $3: code of the indicator, null for all
-- $4: the series, null for all
-- $5: id of the account of a person who typed a version of the cell, null for all
select
    c.area_code, c.quarter, c.indicator_code, c.series, c.version, c.event, c.given, c.mode, c.absence, c.explanation,
    c.source, c.amount, c.other_amount, c.basis, c.rules, c.reason, c.level_area, c.submission, c.publication,
    c.done_by, c.done_by_name, c.done_at, s.receipt
from return_cell as c
left join return_submission as s
    on s.area_code = c.area_code and s.quarter = c.quarter and s.submission = c.submission
where (cast($1 as varchar) is null or c.area_code = $1)
    and (cast($2 as varchar) is null or c.quarter = $2)
    and (cast($3 as varchar) is null or c.indicator_code = $3)
    and (cast($4 as varchar) is null or c.series = $4)
    and (cast($5 as varchar) is null or exists (
        select 1
        from return_cell as t
        where t.area_code = c.area_code and t.quarter = c.quarter
            and t.indicator_code = c.indicator_code and t.series = c.series
            and t.event = 'saved' and t.done_by = $5
    ))
order by c.area_code, c.quarter, c.indicator_code, c.series, c.version
