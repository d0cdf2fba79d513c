"""One validator for each kind of field: forms, command line and files all come through here.

A validator takes text and gives the value a record holds, or raises FieldError with the reason; sentences are made
outside. Which fields there are stands in `domain.records`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from salestui.domain.folding import fold
from salestui.domain.instants import Deadline
from salestui.domain.money import Money, MoneyError, parse_money
from salestui.domain.records import Field, Kind
from salestui.domain.when import Look, NotUnderstood, parse_when

LONGEST_LINE = 500
LONGEST_TEXT = 20_000
MOST_COUNTED = 10**9
_MOST_NEEDS = 3
# Patterns are compiled, and kept, by `re` when first needed.
_COUNT = r"(\d{1,3}(?:[,， ]\d{3})+|\d+)\s*(人|名|employees|people)?"
_PERCENT = r"(\d{1,3})\s*[%％]?"
_YES = frozenset({"yes", "y", "true", "1", "是", "对"})
_NO = frozenset({"no", "n", "false", "0", "否", "不"})


class FieldReason(StrEnum):
    """Why a value cannot be held."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_A_WORD = "not_a_word"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_MONEY = "not_money"
    NOT_A_DATE = "not_a_date"
    IN_THE_FUTURE = "in_the_future"
    NOT_A_FLAG = "not_a_flag"
    TOO_MANY = "too_many"
    NOT_A_PERIOD = "not_a_period"


class FieldError(ValueError):
    """`value` cannot stand in `field`. `allowed` lists the words it may be; `cause` is the reading that failed."""

    def __init__(
        self,
        field: "Field",
        value: str,
        reason: FieldReason,
        allowed: Iterable[str] = (),
        cause: NotUnderstood | None = None,
    ) -> None:
        super().__init__(field.id, value, reason)
        self.field = field
        self.value = value
        self.reason = reason
        self.allowed = tuple(allowed)
        self.cause = cause


Value = str | int | bool | date | datetime | Deadline | Money | StrEnum | tuple[str, ...] | None
Spellings = Callable[[str], Mapping[str, str]]  # vocabulary → casefolded spelling → id


@dataclass(frozen=True, slots=True)
class Reading:
    """What a validator has to know: the time, the desk's zone and currency, and how words are spelled."""

    now: datetime
    zone: tzinfo
    currency: str
    spellings: Spellings


def read(field: Field, text: str, reading: Reading) -> Value:
    """The value that `text` means in `field`; None for an empty text. Raises FieldError."""
    text = _whole(text).strip()
    if not text:
        if field.required:
            raise FieldError(field, text, FieldReason.MISSING)
        return None
    return _READERS[field.kind](field, text, reading)


def _whole(text: str) -> str:
    """`text` without halves of characters, which no file can hold: each becomes a replacement sign."""
    if text.isascii() or text.isprintable():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _line(field: Field, text: str, _reading: Reading) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST_LINE:
        raise FieldError(field, text, FieldReason.TOO_LONG)
    return line


def _text(field: Field, text: str, _reading: Reading) -> str:
    if len(text) > LONGEST_TEXT:
        raise FieldError(field, text, FieldReason.TOO_LONG)
    return text


def _items(text: str, signs: str) -> list[str]:
    return list(dict.fromkeys(part for part in (" ".join(p.split()) for p in re.split(signs, text)) if part))


def _needs(field: Field, text: str, reading: Reading) -> str:
    needs = _items(text, r"[;；\n]")
    if len(needs) > _MOST_NEEDS:
        raise FieldError(field, text, FieldReason.TOO_MANY)
    return _text(field, "\n".join(needs), reading)


def _tags(field: Field, text: str, _reading: Reading) -> tuple[str, ...]:
    tags = tuple(_items(text, r"[,，;；、\n]"))
    if any(len(tag) > LONGEST_LINE for tag in tags):
        raise FieldError(field, text, FieldReason.TOO_LONG)
    return tags


def _one_word(field: Field, text: str, reading: Reading) -> StrEnum:
    from salestui.domain.vocabularies import VOCABULARIES  # with the figures, which most fields do without

    words = VOCABULARIES[field.vocabulary]
    if text in tuple(words):  # the id itself: no need to ask for the labels of both languages
        return words(text)
    found = reading.spellings(field.vocabulary).get(fold(text))
    if found is None:
        raise FieldError(field, text, FieldReason.NOT_A_WORD, words)
    return words(found)


def _channel(field: Field, text: str, reading: Reading) -> str:
    return reading.spellings(field.vocabulary).get(fold(text)) or _line(field, text, reading)


def _count(field: Field, text: str, _reading: Reading) -> int:
    found = re.fullmatch(_COUNT, text, re.I)
    if not found:
        raise FieldError(field, text, FieldReason.NOT_A_NUMBER)
    number = int(re.sub(r"\D", "", found[1]))
    if number > MOST_COUNTED:
        raise FieldError(field, text, FieldReason.OUT_OF_RANGE)
    return number


def _percent(field: Field, text: str, _reading: Reading) -> int:
    found = re.fullmatch(_PERCENT, text)
    if not found:
        raise FieldError(field, text, FieldReason.NOT_A_NUMBER)
    if int(found[1]) > 100:
        raise FieldError(field, text, FieldReason.OUT_OF_RANGE)
    return int(found[1])


def _money(field: Field, text: str, reading: Reading) -> Money:
    try:
        return parse_money(text, reading.currency)
    except MoneyError:
        raise FieldError(field, text, FieldReason.NOT_MONEY) from None


def _when(field: Field, text: str, reading: Reading, look: Look) -> Deadline:
    try:
        return parse_when(text, now=reading.now, zone=reading.zone, look=look)
    except NotUnderstood as problem:
        raise FieldError(field, text, FieldReason.NOT_A_DATE, cause=problem) from None


def _day(field: Field, text: str, reading: Reading) -> date:
    return _day_of(_when(field, text, reading, Look.BACK), reading)


def _plan(field: Field, text: str, reading: Reading) -> date:
    return _day_of(_when(field, text, reading, Look.FORWARD), reading)


def _day_of(when: Deadline, reading: Reading) -> date:
    if when.day is not None:
        return when.day
    assert when.instant is not None  # a deadline has one of the two
    return when.instant.astimezone(reading.zone).date()


def _instant(field: Field, text: str, reading: Reading) -> datetime:
    """Something that happened: a day without a time is its noon, or now if that is still ahead."""
    when = _when(field, text, reading, Look.BACK)
    if when.day is not None:
        noon = datetime(when.day.year, when.day.month, when.day.day, 12, tzinfo=reading.zone)
        instant = min(noon.astimezone(reading.now.tzinfo), reading.now)
        if instant.astimezone(reading.zone).date() != when.day:
            raise FieldError(field, text, FieldReason.IN_THE_FUTURE)
        return instant
    assert when.instant is not None  # a deadline has one of the two
    if when.instant > reading.now:
        raise FieldError(field, text, FieldReason.IN_THE_FUTURE)
    return when.instant


def _due(field: Field, text: str, reading: Reading) -> Deadline:
    return _when(field, text, reading, Look.FORWARD)


def _period(field: Field, text: str, _reading: Reading) -> str:
    """The period's own name, however it was written."""
    from salestui.domain.periods import PeriodError, parse_period  # patterns that most commands do without

    try:
        return parse_period(text).name
    except PeriodError:
        raise FieldError(field, text, FieldReason.NOT_A_PERIOD) from None


def _flag(field: Field, text: str, _reading: Reading) -> bool:
    folded = text.casefold()
    if folded not in _YES | _NO:
        raise FieldError(field, text, FieldReason.NOT_A_FLAG)
    return folded in _YES


_READERS: Mapping[Kind, Callable[[Field, str, Reading], Value]] = {
    Kind.LINE: _line,
    Kind.NAME: _line,
    Kind.TARGET: _line,
    Kind.TEXT: _text,
    Kind.NEEDS: _needs,
    Kind.TAGS: _tags,
    Kind.WORD: _one_word,
    Kind.CHANNEL: _channel,
    Kind.COUNT: _count,
    Kind.PERCENT: _percent,
    Kind.MONEY: _money,
    Kind.DAY: _day,
    Kind.PLAN: _plan,
    Kind.INSTANT: _instant,
    Kind.DUE: _due,
    Kind.FLAG: _flag,
    Kind.PERIOD: _period,
}
