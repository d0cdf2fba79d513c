"""Column types: how the domain's values lie in the file. Raw SQL in `reads` sees exactly these forms."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Dialect, Integer, Text, TypeDecorator

from salestui.domain.instants import Deadline, from_ms, to_ms


class Instant(TypeDecorator[datetime]):
    """An aware instant as integer milliseconds UTC; a naive value raises ValueError."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_ms(value)


class Day(TypeDecorator[date]):
    """A date as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Due(TypeDecorator[Deadline]):
    """A deadline as ISO text: a date, or an instant in UTC with `Z`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Deadline | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Deadline | None:
        return None if value is None else Deadline.parse(value)


class Word(TypeDecorator[StrEnum]):
    """A word of a closed vocabulary, stored as its value (not its NAME)."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)
