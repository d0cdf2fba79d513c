"""Pieces of work: tasks, the series that repeat them, and which waits for which."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, Integer, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field

from salestui.domain.instants import Deadline
from salestui.domain.words import Level, TaskStatus
from salestui.store import columns
from salestui.store.columns import Table


class Task(Table, table=True):
    """A piece of work with exactly one owner 《营销策略执行计划表》."""

    __table_args__ = (
        columns.one_of("status", TaskStatus),
        columns.one_of("priority", Level),
        columns.between("progress", 0, 100),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="done_at"),
        CheckConstraint("(status = 'dropped') = (dropped_at IS NOT NULL)", name="dropped_at"),
        CheckConstraint("status <> 'done' OR progress = 100", name="done"),
        Index("ix_task_status", "status", "owner"),
        Index("ix_task_done_at", "done_at"),
        CheckConstraint('"start" <= "end" OR length("end") > 10', name="start"),  # an instant is UTC, a day is local
    )
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    customer_id: str | None = columns.of("customer.id")
    follow_up_id: str | None = columns.of("follow_up.id")
    inquiry_id: str | None = columns.of("inquiry.id")
    module: str | None = columns.text()
    action: str = columns.text(required=True)
    owner: str = columns.of("owner.name", required=True)
    supervisor: str | None = columns.text()
    acceptor: str | None = columns.text()
    support: str | None = columns.text()
    start: date | None = columns.day()
    end: Deadline | None = columns.due()
    resources: str | None = columns.text()
    output_standard: str | None = columns.text()
    expected_effect: str | None = columns.text()
    progress: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default=sql("0")))
    status: TaskStatus = columns.word(TaskStatus, required=True, default=TaskStatus.TODO)
    done_at: datetime | None = columns.instant()
    dropped_at: datetime | None = columns.instant()
    accepted_at: datetime | None = columns.instant()
    delay_cause: str | None = columns.text()
    priority: Level | None = columns.word(Level)
    milestone: bool = columns.flag()
    note: str | None = columns.text()
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()
    waiting_for: str | None = columns.text()
    deal_id: str | None = columns.of("deal.id")
    series_id: str | None = columns.of("task_series.id")
    series_day: date | None = columns.day()  # the day of the series it was made for, wherever it has been moved since


class TaskSeries(Table, table=True):
    """A task that repeats: its rule (RRULE, RFC 5545, of days) and what each of its tasks begins with."""

    __tablename__ = "task_series"
    __table_args__ = (
        columns.one_of("priority", Level),
        CheckConstraint("days >= 1", name="days"),
        CheckConstraint("starts_on <= ends_before", name="ends_before"),
    )
    id: str = columns.key()
    ref: str = columns.text(required=True, unique=True)
    rule: str = columns.text(required=True)
    starts_on: date = columns.day(required=True)
    ends_before: date | None = columns.day()  # cut off here, by "this and all following"
    days: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default=sql("1")))  # of each task
    customer_id: str | None = columns.of("customer.id")
    module: str | None = columns.text()
    action: str = columns.text(required=True)
    owner: str = columns.of("owner.name", required=True)
    supervisor: str | None = columns.text()
    acceptor: str | None = columns.text()
    support: str | None = columns.text()
    resources: str | None = columns.text()
    output_standard: str | None = columns.text()
    expected_effect: str | None = columns.text()
    priority: Level | None = columns.word(Level)
    milestone: bool = columns.flag()
    note: str | None = columns.text()
    created_at: datetime = columns.instant(required=True)
    archived_at: datetime | None = columns.instant()


class TaskDependency(Table, table=True):
    """A task starts once another has ended; no circle of them (R9) is let in."""

    __tablename__ = "task_dependency"
    __table_args__ = (
        UniqueConstraint("task_id", "depends_on_id"),
        CheckConstraint("task_id <> depends_on_id", name="depends_on_id"),
    )
    id: str = columns.key()
    task_id: str = columns.of("task.id", required=True)
    depends_on_id: str = columns.of("task.id", required=True)
