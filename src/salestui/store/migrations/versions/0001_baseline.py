"""The schema of the first release, as it was then."""

from salestui.store.migrations import run_statements_beside

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of schema 1."""
    run_statements_beside(__file__)
