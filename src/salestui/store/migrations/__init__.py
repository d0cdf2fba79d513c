"""Alembic revisions, numbered as the file's user_version; each is frozen text, never read from today's models."""
