-- One row per table of the database, by name.
select cast(table_name as varchar) as table_name
from information_schema.tables
where table_schema = current_schema() and table_type = 'BASE TABLE'
order by cast(table_name as varchar)
