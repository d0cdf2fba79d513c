"""Competitors 竞品: who sells against us, and our answer – a battle card offered where an objection is about them."""

from collections.abc import Mapping

from salestui.errors import InvalidValueError
from salestui.i18n import _
from salestui.services.desk import Desk
from salestui.services.entering import columns, values
from salestui.services.merging import Seen, merge
from salestui.services.naming import repr_text
from salestui.services.records import Saved
from salestui.store.command import Work
from salestui.store.models import Competitor


def add_competitor(desk: Desk, typed: Mapping[str, str]) -> Saved:
    """A new competitor with what is known of it. Raises InvalidValueError for a name that is taken."""
    found = values(desk, "competitor", typed)
    with desk.command("add_competitor") as work:
        _check_free(work, str(found["name"]))
        competitor = work.add(Competitor, created_at=work.at, **columns(desk, "competitor", found))
        work.subject = competitor.ref
    return Saved(work.seq, "competitor", competitor.ref, competitor.name)


def change_competitor(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen | None = None) -> Saved:
    """Change what is known of a competitor; `seen` as for a customer."""
    found = values(desk, "competitor", typed, partial=True)
    with desk.command("change_competitor") as work:
        competitor = work.get(Competitor, key)
        merged = merge(desk, "competitor", key, typed, seen)
        held = columns(desk, "competitor", merged.kept(found))
        if "name" in held and held["name"] != competitor.name:
            _check_free(work, str(held["name"]))
        for name, value in held.items():
            setattr(competitor, name, value)
        work.subject = competitor.ref
    return Saved(work.seq, "competitor", competitor.ref, competitor.name, merged.meanwhile)


def competitor_key(desk: Desk, work: Work, name: str) -> str:
    """The key of the competitor called `name`, whatever its case; one nobody knew is added by the same command.

    A rep who has just lost a deal writes the name down and goes on; the battle card can be filled in later.
    """
    found = values(desk, "competitor", {"name": name})
    rows = work.rows("SELECT id FROM competitor WHERE lower(name) = lower(:name)", name=found["name"])
    if rows:
        return str(rows[0]["id"])
    competitor = work.add(Competitor, created_at=work.at, **columns(desk, "competitor", found))
    work.flush()
    return competitor.id


def _check_free(work: Work, name: str) -> None:
    if work.rows("SELECT 1 FROM competitor WHERE lower(name) = lower(:name)", name=name):
        raise InvalidValueError(
            _("there is a competitor called {name} already", name=repr_text(name)),
            _("'salestui list competitors' shows them all"),
            field="name",
        )
