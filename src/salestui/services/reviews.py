"""Reviews 《销售策略复盘优化报告》: a period's figures frozen, what went wrong and why, what is done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from salestui.domain.frozen_figures import Frozen, LaterFigure, to_text
from salestui.domain.look_back import Beside, beside
from salestui.domain.periods import Period, parse_period
from salestui.domain.rows import ReviewRow
from salestui.errors import InvalidValueError, StoreError, UsageError
from salestui.i18n import _, label
from salestui.services.desk import Desk
from salestui.services.entering import columns, values
from salestui.services.merging import Meanwhile, Seen, merge
from salestui.services.naming import active_customer, known_owner
from salestui.services.records import Saved
from salestui.services.reviewing import (
    frozen_figures,
    is_to_date,
    measured,
    of_period,
    period_of,
    review,
)
from salestui.services.tasks import put_task
from salestui.store.command import Work
from salestui.store.models import Improvement, Review, Task

_FIXED = ("period", "owner")  # the figures are theirs


@dataclass(frozen=True, slots=True)
class ReviewSaved:
    """A review that was written: whether its period was still going on, and which others there are of the same."""

    saved: Saved
    to_date: bool
    others: tuple[str, ...]  # refs


@dataclass(frozen=True, slots=True)
class Refrozen:
    """A review whose figures were frozen again: each figure that changed, as it was and as it is."""

    saved: Saved
    changed: tuple[Beside, ...]


def add_review(desk: Desk, typed: Mapping[str, str]) -> ReviewSaved:
    """A new review: every figure of its period is measured now and kept. `owner` left out is everybody.

    Improvements stand one a line. Raises InvalidValueError for a period that has not begun.
    """
    found = values(desk, "review", typed)
    period = parse_period(str(found["period"]))
    owner = known_owner(desk, typed["owner"]) if typed.get("owner") else None
    now = desk.now()
    if period.instants(desk.zone)[0] > now:
        raise InvalidValueError(
            _("{period} has not begun", period=period.name), _("review a period once it is over"), field="period"
        )
    others = tuple(row.ref for row in of_period(desk, period, owner))
    held = {**columns(desk, "review", found), **_frozen(now, measured(desk, period, owner))}
    with desk.command("add_review") as work:
        made = work.add(Review, created_at=work.at, **_days(period), **held)
        work.flush()
        for text in _lines(found.get("improvements")):
            work.add(Improvement, review_id=made.id, text=text)
        work.subject = made.ref
    return ReviewSaved(_saved(work, made), is_to_date(desk, period, now), others)


def change_review(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen | None = None) -> Saved:
    """Change the texts of a review; a line of its improvements that is only reworded keeps its task. `seen` as for a
    customer. Raises UsageError for period and owner, whose figures are frozen.
    """
    found = values(desk, "review", typed, partial=True)
    for name in _FIXED:
        if name in typed:
            raise UsageError(
                _("{field} cannot be changed", field=label("field", f"review.{name}")),
                _("its figures are frozen: write another review, and archive this one"),
            )
    with desk.command("change_review") as work:
        changed = work.get(Review, key)
        merged = merge(desk, "review", key, typed, seen)
        kept = merged.kept(found)
        for name, value in columns(desk, "review", kept).items():
            setattr(changed, name, value)
        if "improvements" in kept:
            _reword(work, key, _lines(kept["improvements"]))
        work.subject = changed.ref
    return _saved(work, changed, merged.meanwhile)


def refreeze(desk: Desk, key: str, seen: datetime | None = None) -> Refrozen:
    """Measure every figure of a review again, and keep what it comes to by now.

    What a later program has frozen and this one cannot measure stays as it is. Refused with UsageError where somebody
    has frozen them since they were `seen` (the instant they were frozen at), and where nothing would change.
    """
    now, row = desk.now(), review(desk, key)
    old = () if row is None else _readable(row)
    fresh = () if row is None else measured(desk, period_of(row), row.owner)
    changed = tuple(each for each in beside(old, fresh) if each.differs)
    new: list[Frozen] = [*fresh, *(each for each in old if isinstance(each, LaterFigure))]
    with desk.command("refreeze_review") as work:
        record = work.get(Review, key)
        if seen is not None and record.figures_at != seen:
            raise UsageError(
                _("the figures of {ref} were frozen again meanwhile", ref=record.ref), _("look again, then decide")
            )
        if to_text(new) == record.figures:
            raise UsageError(
                _("the figures of {ref} come to the same now", ref=record.ref), _("there is nothing to freeze again")
            )
        for name, value in _frozen(now, new).items():
            setattr(record, name, value)
        work.subject = record.ref
    return Refrozen(_saved(work, record), changed)


def make_task(desk: Desk, improvement: str, typed: Mapping[str, str]) -> Saved:
    """Have an improvement (key) become a task; both in one command. Raises UsageError where it has one already.

    Unlike other tasks it must have an end: an improvement without a day is a wish.
    """
    typed = {"owner": desk.settings.owner, **typed}
    found = values(desk, "task", typed)
    if found.get("end") is None:
        name = label("field", "task.end")
        raise InvalidValueError(_("{field} is missing – it must be filled in", field=name), field="end")
    customer = active_customer(desk, typed["customer"]).id if typed.get("customer") else None
    with desk.command("add_task") as work:
        measure = work.get(Improvement, improvement)
        if measure.task_id is not None:
            task = work.get(Task, measure.task_id)
            raise UsageError(_("it is a task already: {ref}", ref=task.ref), _("change that task"))
        task = put_task(desk, work, found, customer)
        work.flush()
        measure.task_id = task.id
        work.subject = task.ref
    return Saved(work.seq, "task", task.ref, task.action)


def _readable(row: ReviewRow) -> tuple[Frozen, ...]:
    """The figures of a review; none where they cannot be read, which freezing them again cures."""
    try:
        return frozen_figures(row)
    except StoreError:
        return ()


# ── inside a command ─────────────────────────────────────────────────────────────────────────────────────────────


def _frozen(now: datetime, figures: Sequence[Frozen]) -> dict[str, object]:
    return {"figures": to_text(figures), "figures_at": now}


def _days(period: Period) -> dict[str, object]:
    return {"from_day": period.first, "to_day": period.last}


def _lines(value: object) -> list[str]:
    """Improvements, one a line, without the marks of a list."""
    lines = (" ".join(line.split()).lstrip("-*•· ") for line in str(value or "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _reword(work: Work, review: str, lines: Sequence[str]) -> None:
    """Bring the improvements to `lines`; new ones come behind those there are.

    Of lines that stand in the same place the text is changed, so that a task stays with its measure.
    """
    rows = work.rows("SELECT id, text FROM improvement WHERE review_id = :review ORDER BY id", review=review)
    old = [row["text"] for row in rows]
    for how, start, end, new_start, new_end in SequenceMatcher(None, old, lines, autojunk=False).get_opcodes():
        if how == "equal":
            continue
        standing, wanted = rows[start:end], lines[new_start:new_end]
        for row, text in zip(standing, wanted, strict=False):
            work.get(Improvement, row["id"]).text = text
        for row in standing[len(wanted) :]:
            work.delete(work.get(Improvement, row["id"]))
        for text in wanted[len(standing) :]:
            work.add(Improvement, review_id=review, text=text)


def _saved(work: Work, record: Review, meanwhile: tuple[Meanwhile, ...] = ()) -> Saved:
    return Saved(work.seq, "review", record.ref, record.period, meanwhile)
