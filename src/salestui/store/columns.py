"""What the tables of `models` are built of: one metadata with its naming convention, and the kinds of columns."""

from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, Text
from sqlalchemy import text as sql_text
from sqlmodel import Field, SQLModel

from salestui.store.types import Day, Due, Instant, Word

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class Table(SQLModel):
    """What all tables share: one metadata, and no pydantic schema built before somebody asks for one."""

    metadata = metadata
    model_config: ClassVar[Any] = {
        "defer_build": True,
        "arbitrary_types_allowed": True,
    }  # pydantic's ConfigDict


# Any: SQLModel's Field() itself is typed so; the annotation of each attribute is what mypy checks.
def word(words: type[StrEnum], *, required: bool = False, default: StrEnum | None = None) -> Any:
    """A word of a closed vocabulary, stored as its value."""
    return Field(default=default, sa_column=Column(Word(words), nullable=not required))


def instant(*, required: bool = False, index: bool = False) -> Any:
    """An aware instant, as milliseconds UTC."""
    return Field(default=None, sa_column=Column(Instant, nullable=not required, index=index))


def day(*, required: bool = False) -> Any:
    """A local day."""
    return Field(default=None, sa_column=Column(Day, nullable=not required))


def due(*, required: bool = False) -> Any:
    """A deadline: an instant, or a day that counts to its end."""
    return Field(default=None, sa_column=Column(Due, nullable=not required))


def text(*, required: bool = False, unique: bool = False) -> Any:
    """Text."""
    return Field(default=None, sa_column=Column(Text, nullable=not required, unique=unique))


def key() -> Any:
    """The record's key, a UUIDv7."""
    return Field(sa_column=Column(Text, primary_key=True))


def of(target: str, *, required: bool = False) -> Any:
    """The key of the record of `target` ("table.column") that this one belongs to, with an index."""
    column = Column(Text, ForeignKey(target, ondelete="RESTRICT"), nullable=not required, index=True)
    return Field(default=None, sa_column=column)


def flag() -> Any:
    """Yes or no; no unless said."""
    return Field(default=False, sa_column=Column(Integer, nullable=False, server_default=sql_text("0")))


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """A check: `column` holds one of `words`."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def between(column: str, low: int, high: int) -> CheckConstraint:
    """A check: `column` lies from `low` to `high`."""
    return CheckConstraint(f"{column} BETWEEN {low:d} AND {high:d}", name=column)
