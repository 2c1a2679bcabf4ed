"""Where expressions run: DuckDB, PostgreSQL, Spark, or written down as SQL for any other."""
