"""Goals, reviews, the daily roll-up, and what the figures are read by. Adds, changes no record."""

from salestui.store.migrations import run_statements_beside

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make schema 4 of schema 3."""
    run_statements_beside(__file__)
