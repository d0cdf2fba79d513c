"""The one SQLite file: schema, writes (SQLModel, one command one transaction), reads (SQL to rows), history."""
