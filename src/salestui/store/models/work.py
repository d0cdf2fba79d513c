"""Pieces of work: tasks, the series that repeat them, and which waits for which."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Integer
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
