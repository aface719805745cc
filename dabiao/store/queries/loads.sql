-- One row per load, by id, the latest first.
select
    load_id, started_at, finished_at, input_digest, publication, rows_read, rows_new, rows_changed, rows_unchanged,
    rows_rejected, rows_withdrawn
from load
order by load_id desc
