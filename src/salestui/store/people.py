"""Owners: names that customers and tasks refer to."""

from salestui.store.command import Work
from salestui.store.models import Owner


def ensure_owner(work: Work, name: str) -> bool:
    """Make sure that `name` can own something; True where it was new."""
    if work.rows("SELECT 1 FROM owner WHERE name = :name", name=name):
        return False
    work.add(Owner, name=name, created_at=work.at)
    work.flush()
    return True
