"""`due --warnings` and `due --overview`: what warns early, and how much lies on whom."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from salestui.cli.output import Column, emit, say
from salestui.domain.rows import EarlyWarning, OwnerLoad
from salestui.domain.words import Rule
from salestui.i18n import _, label
from salestui.sentences import moment, span, warning_text

if TYPE_CHECKING:
    from salestui.services.desk import Desk

WARNING_KEYS = (
    *("kind", "rule", "customer", "code", "grade", "owner", "since"),
    *("score_before", "score", "counted_from", "rhythm", "complaints", "ref", "why"),
)
LOAD_KEYS = (*("owner", "overdue", "due_soon", "on_time", "oldest_overdue_at", "warnings", "away_until", "stand_in"),)


def print_warnings(form: str, desk: "Desk", rows: Sequence[EarlyWarning], *, owners: bool) -> None:
    """One line a warning; `owners` shows whose customer it is."""
    now, zone = desk.now(), desk.zone
    if form != "table":
        known = [{**row._asdict(), "rule": Rule.R12, "why": warning_text(row, now, zone)} for row in rows]
        emit(form, [Column(name) for name in WARNING_KEYS], known)
        return
    columns = [
        Column("grade", _("gr.")),
        Column("code"),
        Column("customer"),
        Column("why", _("early warning"), elastic=True),
        Column("since"),
        Column("owner", in_table=owners),
    ]
    emit(
        form,
        columns,
        [
            (
                row.grade,
                row.code,
                row.customer,
                warning_text(row, now, zone),
                moment(row.since, now, zone),
                row.owner or "–",
            )
            for row in rows
        ],
    )
    if not rows:
        say(_("nothing warns of losing a customer"))


def print_overview(form: str, desk: "Desk", rows: Sequence[OwnerLoad]) -> None:
    """One line an owner, and one for what is nobody's."""
    if form != "table":
        emit(form, [Column(name) for name in LOAD_KEYS], [row._asdict() for row in rows])
        return
    now = desk.now()
    columns = [
        Column("owner"),
        Column("overdue", label("clock_state", "overdue"), right=True),
        Column("due_soon", label("clock_state", "due_soon"), right=True),
        Column("on_time", label("clock_state", "on_time"), right=True),
        Column("oldest", _("longest overdue"), right=True),
        Column("warnings", _("early warnings"), right=True),
        Column("away", _("away"), elastic=True),
    ]
    emit(
        form,
        columns,
        [
            (
                row.owner or _("(nobody)"),
                row.overdue,
                row.due_soon,
                row.on_time,
                "" if row.oldest_overdue_at is None else span(max(now - row.oldest_overdue_at, timedelta())),
                row.warnings,
                away_text(row),
            )
            for row in rows
        ],
    )


def away_text(row: OwnerLoad) -> str:
    """Until when somebody is away, and who stands in; empty for who is here."""
    if row.away_until is None:
        return ""
    return _("until {day}: {stand_in} stands in", day=row.away_until, stand_in=row.stand_in)
