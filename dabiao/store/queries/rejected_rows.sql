-- One row per reason for which a load rejected a row, by the rows' order in the files.
-- $1: id of the load
select load_id, position, file, line, field, value, rule, message_zh, message_en
from rejected_row
where load_id = $1
order by position
