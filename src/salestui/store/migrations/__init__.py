"""Revisions: versions/NNNN_name.sql makes schema NNNN, the file's user_version, of the one before. Frozen text.

To add one: change the models and derived.sql, run `python -m salestui.store.schema`, and write the statements that
differ, each ended by `;` and an empty line. Where values are to be computed that SQL cannot say, NNNN_name.py instead,
with a function `upgrade()` that works through `alembic.op`; it never reads today's models. The number of today's
schema follows from the files (`store.driver`), and `store.migrate` does the rest: it backs up, logs what a revision
changed in records, makes the derived tables anew with today's functions, and leaves a checkpoint.
"""
