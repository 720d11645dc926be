"""What is remembered, in SQL: SQLite by default, PostgreSQL where several processes share the work."""
