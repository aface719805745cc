-- One row per migration that gave the tables their shape, by number.
select number, name, checksum
from schema_migration
order by number
