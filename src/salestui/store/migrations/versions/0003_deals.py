"""Deals, competitors, tasks that repeat and wait for each other. Adds, changes no record."""

from salestui.store.migrations import run_statements_beside

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make schema 3 of schema 2."""
    run_statements_beside(__file__)
