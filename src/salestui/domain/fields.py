"""Every field a person may fill in, with its one validator: forms, command line and files all come through here.

Ids are those of domain.md, section 2. A validator takes text and gives the value a record holds, or raises
FieldError with the reason; sentences are made outside.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from salestui.domain.figures import FigureId
from salestui.domain.folding import fold
from salestui.domain.instants import Deadline
from salestui.domain.money import Money, MoneyError, parse_money
from salestui.domain.when import Look, NotUnderstood, parse_when
from salestui.domain.words import (
    Care,
    Channel,
    DealKind,
    DealStage,
    DecisionRole,
    Grade,
    InquiryKind,
    Level,
    LostReason,
    Method,
    ObjectionKind,
    ObjectionOutcome,
    Segment,
    Stage,
    TaskStatus,
)

LONGEST_LINE = 500
LONGEST_TEXT = 20_000
MOST_COUNTED = 10**9
_MOST_NEEDS = 3
# Patterns are compiled, and kept, by `re` when first needed.
_COUNT = r"(\d{1,3}(?:[,， ]\d{3})+|\d+)\s*(人|名|employees|people)?"
_PERCENT = r"(\d{1,3})\s*[%％]?"
_YES = frozenset({"yes", "y", "true", "1", "是", "对"})
_NO = frozenset({"no", "n", "false", "0", "否", "不"})


class Kind(StrEnum):
    """What a field holds."""

    LINE = "line"  # one line of text
    TEXT = "text"  # any number of lines
    NEEDS = "needs"  # one to three, a line each
    WORD = "word"  # of a closed vocabulary
    CHANNEL = "channel"  # of an open one
    COUNT = "count"
    PERCENT = "percent"  # 0–100, also a score
    MONEY = "money"
    DAY = "day"  # one that has been
    PLAN = "plan"  # a day ahead, though it may have been
    INSTANT = "instant"  # something that happened
    DUE = "due"  # something ahead: an instant or a day
    FLAG = "flag"
    TAGS = "tags"
    NAME = "name"  # of another record: looked up by whoever asks
    PERIOD = "period"  # as `domain.periods` names them


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


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: its id, what it holds, and the vocabulary its words come from."""

    id: str
    kind: Kind = Kind.LINE
    vocabulary: str | None = None
    words: type[StrEnum] | None = None
    required: bool = False
    settable: bool = True  # False: kept by the program, or only read from files


Value = str | int | bool | date | datetime | Deadline | Money | StrEnum | tuple[str, ...] | None
Spellings = Callable[[str], Mapping[str, str]]  # vocabulary → casefolded spelling → id


@dataclass(frozen=True, slots=True)
class Reading:
    """What a validator has to know: the time, the desk's zone and currency, and how words are spelled."""

    now: datetime
    zone: tzinfo
    currency: str
    spellings: Spellings


def _word(id: str, vocabulary: str, words: type[StrEnum], *, required: bool = False) -> Field:  # noqa: A002
    return Field(id, Kind.WORD, vocabulary, words, required)


_OWNER = Field("owner", Kind.NAME)
_CUSTOMER = Field("customer", Kind.NAME, required=True)
_CONTACT = Field("contact", Kind.NAME)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "customer": (
        Field("code"),
        Field("name", required=True),
        Field("industry"),
        Field("employees", Kind.COUNT),
        Field("annual_revenue", Kind.MONEY),
        Field("region"),
        _word("grade", "grade", Grade),
        _word("segment", "segment", Segment),
        _word("care", "care", Care),
        _word("stage", "stage", Stage),
        Field("source_channel", Kind.CHANNEL, "channel", Channel),
        _OWNER,
        Field("core_needs", Kind.NEEDS),
        Field("pain_points", Kind.TEXT),
        _word("need_urgency", "level", Level),
        Field("goals", Kind.TEXT),
        Field("supplier_expectations", Kind.TEXT),
        Field("buying_preference", Kind.TEXT),
        Field("buying_habits", Kind.TEXT),
        Field("information_channels", Kind.TEXT),
        Field("deal_cycle"),
        Field("strategy_suggestion", Kind.TEXT),
        Field("satisfaction", Kind.PERCENT),
        Field("profile_reviewed_at", Kind.DAY),
        Field("customer_since", Kind.DAY),
        Field("tags", Kind.TAGS),
        Field("note", Kind.TEXT),
    ),
    "contact": (
        _CUSTOMER,
        Field("name", required=True),
        Field("title"),
        _word("decision_role", "decision_role", DecisionRole),
        _word("involvement", "level", Level),
        Field("concern"),
        Field("phone"),
        Field("mobile"),
        Field("email"),
        Field("messaging"),
    ),
    "inquiry": (
        _CUSTOMER,
        _CONTACT,
        _word("kind", "inquiry_kind", InquiryKind, required=True),
        Field("received_at", Kind.INSTANT),
        Field("channel", Kind.CHANNEL, "channel", Channel),
        Field("text", Kind.TEXT, required=True),
        Field("complex", Kind.FLAG),
        Field("grade_at_receipt", Kind.WORD, "grade", Grade, settable=False),
        Field("answered_at", Kind.INSTANT, settable=False),
        Field("solved_at", Kind.INSTANT, settable=False),
        Field("result", Kind.TEXT),
        Field("customer_told_at", Kind.INSTANT, settable=False),
    ),
    "follow_up": (
        _CUSTOMER,
        Field("contacted_at", Kind.INSTANT),
        _word("method", "method", Method, required=True),
        _CONTACT,
        Field("with"),
        Field("our_people"),
        Field("need", Kind.TEXT),
        Field("content", Kind.TEXT, required=True),
        Field("feedback", Kind.TEXT),
        Field("decision_progress"),
        Field("progress"),
        Field("next_action", Kind.TEXT),
        Field("next_at", Kind.DUE),
        _word("next_method", "method", Method),
        Field("next_place"),
        _OWNER,
        Field("written_at", Kind.INSTANT, settable=False),
    ),
    "objection": (
        _word("kind", "objection_kind", ObjectionKind, required=True),
        Field("text", Kind.TEXT, required=True),
        Field("answer", Kind.TEXT),
        _word("outcome", "objection_outcome", ObjectionOutcome),
    ),
    "task": (
        Field("module"),
        Field("action", required=True),
        Field("customer", Kind.NAME),
        Field("deal", Kind.NAME),
        Field("owner", Kind.NAME, required=True),
        Field("supervisor"),
        Field("acceptor"),
        Field("support"),
        Field("start", Kind.PLAN),
        Field("end", Kind.DUE),
        Field("resources"),
        Field("output_standard"),
        Field("expected_effect"),
        Field("progress", Kind.PERCENT),
        Field("delay_cause"),
        _word("priority", "level", Level),
        Field("milestone", Kind.FLAG),
        _word("status", "task_status", TaskStatus),
        Field("waiting_for"),
        Field("note", Kind.TEXT),
    ),
    "deal": (
        _CUSTOMER,
        Field("name", required=True),
        Field("amount", Kind.MONEY),
        _word("kind", "deal_kind", DealKind),
        _word("stage", "deal_stage", DealStage),
        Field("probability", Kind.PERCENT),
        Field("expected_close", Kind.PLAN),
        Field("closed_at", Kind.INSTANT),
        _word("lost_reason", "lost_reason", LostReason),
        Field("lost_to", Kind.NAME),
        Field("product"),
        Field("contract_from", Kind.PLAN),
        Field("contract_to", Kind.PLAN),
        Field("renews", Kind.NAME),
        Field("channel", Kind.CHANNEL, "channel", Channel),
        _OWNER,
        Field("note", Kind.TEXT),
    ),
    "competitor": (
        Field("name", required=True),
        Field("strengths", Kind.TEXT),
        Field("weaknesses", Kind.TEXT),
        Field("price", Kind.TEXT),
        Field("our_answer", Kind.TEXT),
    ),
    "satisfaction_score": (
        _CUSTOMER,
        Field("score", Kind.PERCENT, required=True),
        Field("scored_at", Kind.INSTANT),
    ),
    "goal": (
        Field("core_goal", required=True),
        _word("figure", "figure", FigureId, required=True),
        Field("target", required=True),  # read by the unit of its figure: `domain.targets`
        Field("from_day", Kind.PLAN, required=True),
        Field("to_day", Kind.PLAN, required=True),
        _OWNER,
        Field("phase"),
        Field("parent", Kind.NAME),
        Field("note", Kind.TEXT),
    ),
    "review": (
        Field("period", Kind.PERIOD, required=True),
        _OWNER,
        Field("problems", Kind.TEXT),
        Field("causes", Kind.TEXT),
        Field("improvements", Kind.TEXT),  # one a line
        Field("cases", Kind.TEXT),
        Field("note", Kind.TEXT),
    ),
    "owner": (Field("name", required=True),),
    "absence": (
        Field("owner", Kind.NAME, required=True),
        Field("from_day", Kind.PLAN, required=True),
        Field("to_day", Kind.PLAN, required=True),
        Field("stand_in", Kind.NAME, required=True),
    ),
}


def field_of(record: str, id: str) -> Field:  # noqa: A002 - a field's id
    """The field `id` of `record`; raises KeyError."""
    for field in FIELDS[record]:
        if field.id == id:
            return field
    raise KeyError(id)


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
    assert field.words is not None and field.vocabulary is not None  # noqa: PT018 - by construction
    if text in tuple(field.words):  # the id itself: no need to ask for the labels of both languages
        return field.words(text)
    found = reading.spellings(field.vocabulary).get(fold(text))
    if found is None:
        raise FieldError(field, text, FieldReason.NOT_A_WORD, field.words)
    return field.words(found)


def _channel(field: Field, text: str, reading: Reading) -> str:
    assert field.vocabulary is not None  # by construction
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
