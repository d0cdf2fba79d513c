"""Who is away and who stands in; early warnings; how much lies on whom, by one index. Adds, changes no record."""

from salestui.store.migrations import run_statements_beside

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make schema 2 of schema 1."""
    run_statements_beside(__file__)
