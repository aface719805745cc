"""The store: one SQL text on DuckDB and PostgreSQL. Only this package knows the databases."""
