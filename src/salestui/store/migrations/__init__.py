"""Alembic revisions, numbered as the file's user_version; each is frozen text, never read from today's models.

To add schema NNNN: change the models and derived.sql, raise `driver.SCHEMA_VERSION`, run `python -m
salestui.store.schema`, and write versions/NNNN_name.sql (the statements that differ, each ended by `;` and an empty
line) beside versions/NNNN_name.py (copy 0002's). `store.migrate` does the rest: it backs up, logs what a revision
changed in records, makes the derived tables anew with today's functions, and leaves a checkpoint.
"""

from pathlib import Path

from alembic import op


def run_statements_beside(revision: str) -> None:
    """Run NAME.sql, which lies beside NAME.py: the file of the revision that calls (`__file__`)."""
    text = Path(revision).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split(";\n\n"):
        if statement.strip():
            op.execute(statement.strip().removesuffix(";"))
