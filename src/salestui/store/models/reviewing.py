"""What is to be reached, and what a period has shown: goals, reviews with their figures frozen, improvements."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint

from salestui.domain.figures import FigureId
from salestui.store import columns
from salestui.store.columns import Table


class Goal(Table, table=True):
    """A figure that is to reach a target by a day 《KPI目标及预估表》: of one owner, or of the whole desk.

    No check lists the figures: each one that is added would have the table made anew. `target` as `domain.figures`
    holds targets.
    """

    __table_args__ = (
        CheckConstraint("from_day <= to_day", name="to_day"),
        CheckConstraint("target > 0", name="target"),
    )
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    phase: str | None = columns.text()
    core_goal: str | None = columns.text()
    figure: FigureId = columns.word(FigureId, required=True)
    target: int
    currency: str | None = columns.text()
    owner: str | None = columns.of("owner.name")
    from_day: date = columns.day(required=True)
    to_day: date = columns.day(required=True)
    parent_id: str | None = columns.of("goal.id")  # the goal it is a share of
    note: str | None = columns.text()
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()


class Review(Table, table=True):
    """A period looked back on 《销售效果跟踪表》: `figures` are the readings as they were then, as JSON."""

    __table_args__ = (CheckConstraint("from_day <= to_day", name="to_day"),)
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    period: str = columns.text(required=True)  # as it is typed: "2026-11"
    from_day: date = columns.day(required=True)
    to_day: date = columns.day(required=True)
    owner: str | None = columns.of("owner.name")
    figures: str = columns.text(required=True)
    figures_at: datetime = columns.instant(required=True)
    problems: str | None = columns.text()
    causes: str | None = columns.text()
    cases: str | None = columns.text()
    note: str | None = columns.text()
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()


class Improvement(Table, table=True):
    """One measure of a review, and the task it has become."""

    __table_args__ = (UniqueConstraint("task_id"),)
    id: str = columns.key()
    review_id: str = columns.of("review.id", required=True)
    text: str = columns.text(required=True)
    task_id: str | None = columns.of("task.id")
