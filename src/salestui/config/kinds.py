"""The kinds of value a setting can have: how each is read from TOML, from a command line, and shown again."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from salestui.domain.durations import (
    CalendarSpan,
    DurationError,
    format_calendar_span,
    format_duration,
    parse_calendar_span,
    parse_duration,
)
from salestui.domain.rules import OpenSpan
from salestui.domain.visible import visible
from salestui.i18n import _, listed

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)

_MAX_SHOWN = 60
_MAX_WEEKS = 52
_MAX_CARDS = 1_000
_MOST_WORDS = 200
_MAX_BAND = 10**12


class RefusedError(ValueError):
    """A value that its setting cannot hold; `problem` and `hint` are in the user's language."""

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


class Kind(NamedTuple, Generic[T]):
    """`read` takes what TOML gave (RefusedError), `show` makes TOML, `typed` a value of a typed word.

    `words` are what can be chosen, where there are few.
    """

    read: Callable[[object], T]
    show: Callable[[T], str]
    typed: Callable[[str], object] = str
    words: tuple[str, ...] = ()


def quoted(text: str) -> str:
    """`text` as a TOML string on one line, acting characters made visible."""
    return '"' + visible(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def as_written(value: object) -> str:
    """A TOML value as a person would have written it, for a message; long ones are cut."""
    if isinstance(value, str):
        shown = quoted(value)
    elif isinstance(value, bool):
        shown = str(value).lower()
    elif isinstance(value, list):
        shown = "[" + ", ".join(as_written(each) for each in value[:5]) + (", …]" if value[5:] else "]")
    elif isinstance(value, dict):
        shown = "{…}"
    else:
        shown = str(value)
    return shown if len(shown) <= _MAX_SHOWN else shown[: _MAX_SHOWN - 1] + "…"


def nearest(word: str, valid: Sequence[str]) -> str | None:
    """The one of `valid` that `word` was probably meant to be."""
    import difflib  # only where something is wrong

    return next(iter(difflib.get_close_matches(word, valid, n=1, cutoff=0.6)), None)


def did_you_mean(word: str, valid: Sequence[str]) -> str:
    """A hint that names the nearest of `valid`, or nothing."""
    near = nearest(word, valid)
    return _("did you mean {nearest}?", nearest=near) if near else ""


def word_of(words: type[Word]) -> Kind[Word]:
    """One word of a closed vocabulary."""
    return Kind(lambda value: words(_one_of(value, tuple(words))), quoted, words=tuple(words))


def one_of(*valid: str) -> Kind[str]:
    """One of a few words."""
    return Kind(lambda value: _one_of(value, valid), quoted, words=valid)


def optional_one_of(*valid: str) -> Kind[str | None]:
    """One of a few words; unset, something else decides."""
    return Kind(lambda value: _one_of(value, valid), lambda word: quoted(word) if word else "", words=valid)


def matching(pattern: str, problem: Callable[[], str], hint: Callable[[], str]) -> Kind[str]:
    """Text of a given shape. The messages are made when needed: the language is not known at import."""

    def read(value: object) -> str:
        text = _text(value)
        if re.fullmatch(pattern, text) is None:
            raise RefusedError(problem(), hint())
        return text

    return Kind(read, quoted)


def _one_of(value: object, valid: Sequence[str]) -> str:
    text = _text(value)
    if text not in valid:
        problem = _("not one of {words}", words=listed(valid))
        raise RefusedError(problem, did_you_mean(text, valid))
    return text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise RefusedError(_("not text"), _("put it in quotes"))
    return value


def _read_name(value: object) -> str:
    text = _text(value).strip()
    if not text or len(text) > 200 or visible(text) != text:
        raise RefusedError(_("not a name"), _("write one line of text"))
    return text


def _read_length(value: object) -> timedelta:
    try:
        length = parse_duration(_text(value))
    except DurationError:
        raise RefusedError(_("not a length of time"), _("write 45m, 2h or 3d")) from None
    if not length:
        raise RefusedError(_("must be longer than nothing"), _("write 45m, 2h or 3d"))
    return length


def _read_span(value: object) -> CalendarSpan:
    try:
        span = parse_calendar_span(_text(value))
    except DurationError:
        raise RefusedError(_("not a length in days or months"), _("write 7d, 2w or 1 month")) from None
    if span == CalendarSpan():
        raise RefusedError(_("must be longer than nothing"), _("write 7d, 2w or 1 month"))
    return span


def _read_share(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise RefusedError(_("not a number"), _("write 0.8 for 80 %"))
    if not 0 < value <= 1:
        raise RefusedError(_("must be above 0 and at most 1"), _("write 0.8 for 80 %"))
    return float(value)


def _read_weeks(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MAX_WEEKS:
        raise RefusedError(_("must be a whole number from 1 to {most}", most=_MAX_WEEKS))
    return value


def _read_limit(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MAX_CARDS:
        raise RefusedError(_("must be a whole number from 0, for none, to {most}", most=_MAX_CARDS))
    return value


def whole(least: int, most: int) -> Kind[int]:
    """A whole number of a range."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise RefusedError(_("must be a whole number from {least} to {most}", least=least, most=most))
        return value

    return Kind(read, str, _typed_number)


def _read_bands(value: object) -> tuple[int, ...]:
    bands = tuple(each for each in _list(value) if isinstance(each, int) and not isinstance(each, bool))
    if len(bands) != len(_list(value)) or not bands or bands[0] < 1 or bands[-1] > _MAX_BAND:
        raise RefusedError(_("not a list of whole numbers"), _("write [20, 100, 300, 1000]"))
    if any(low >= high for low, high in pairwise(bands)):
        raise RefusedError(_("the numbers must rise"), _("write [20, 100, 300, 1000]"))
    return bands


def _read_words(value: object) -> tuple[str, ...]:
    words = tuple(_read_name(each) for each in _list(value))
    if len(words) > _MOST_WORDS:
        raise RefusedError(_("more than {most} words", most=_MOST_WORDS))
    return tuple(dict.fromkeys(words))


def _read_zone(value: object) -> str:
    from salestui.config.machine import is_time_zone

    text = _text(value)
    if not is_time_zone(text):
        from zoneinfo import available_timezones

        near = did_you_mean(text, sorted(available_timezones())) or _("write a name like Asia/Shanghai")
        raise RefusedError(_("not a time zone"), near)
    return text


def _read_dates(value: object) -> frozenset[date]:
    return frozenset(_read_date(each) for each in _list(value))


def _read_date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass  # refused below, as what is no text
    raise RefusedError(_("{value} is not a date", value=as_written(value)), _("write 2026-12-31"))


def _read_hours(value: object) -> tuple[OpenSpan, ...]:
    from salestui.domain.calendar import CalendarError, parse_span

    spans = []
    for each in _list(value):
        try:
            spans.append(parse_span(_text(each)))
        except CalendarError:
            problem = _("{value} is not a span of opening hours", value=as_written(each))
            raise RefusedError(problem, _("write 09:00-12:00; the whole day is 00:00-24:00")) from None
    return tuple(sorted(spans, key=lambda span: span.start))


def _show_hours(spans: tuple[OpenSpan, ...]) -> str:
    from salestui.domain.calendar import format_span

    return "[" + ", ".join(quoted(format_span(span)) for span in spans) + "]"


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise RefusedError(_("not a list"), _("put it in [ ]"))
    return value


def _read_switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise RefusedError(_("neither true nor false"), _("write true or false, without quotes"))
    return value


def _typed_number(text: str) -> object:
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text


def _typed_list(text: str) -> object:
    if not text.lstrip().startswith("["):
        return text.replace(",", " ").split()
    import tomllib

    try:
        return tomllib.loads(f"list = {text}")["list"]
    except tomllib.TOMLDecodeError:
        return text


def _typed_numbers(text: str) -> object:
    found = _typed_list(text)
    return (
        [_typed_number(each) if isinstance(each, str) else each for each in found] if isinstance(found, list) else found
    )


def _typed_words(text: str) -> object:
    if text.lstrip().startswith("["):
        return _typed_list(text)
    return [word.strip() for word in re.split("[,，;；、]", text) if word.strip()]


SWITCH = Kind(
    _read_switch,
    lambda on: str(on).lower(),
    lambda text: {"true": True, "false": False}.get(text.strip().casefold(), text),
    ("true", "false"),
)
NAME = Kind(_read_name, quoted)
LENGTH = Kind(_read_length, lambda length: quoted(format_duration(length)))
SPAN = Kind(_read_span, lambda span: quoted(format_calendar_span(span)))
SHARE = Kind(_read_share, "{:g}".format, _typed_number)
OPTIONAL_SHARE: Kind[float | None] = Kind(
    _read_share, lambda share: "" if share is None else f"{share!r}", _typed_number
)
BANDS = Kind(_read_bands, lambda bands: str(list(bands)), _typed_numbers)
WORDS = Kind(_read_words, lambda words: "[" + ", ".join(map(quoted, words)) + "]", _typed_words)
POINTS = whole(0, 100)
WEIGHT = whole(0, 1_000)
WEEKS = Kind(_read_weeks, str, _typed_number)
LIMIT = Kind(_read_limit, str, _typed_number)
ZONE = Kind(_read_zone, quoted)
DATES = Kind(
    _read_dates,
    lambda days: "[" + ", ".join(quoted(day.isoformat()) for day in sorted(days)) + "]",
    _typed_list,
)
HOURS = Kind(_read_hours, _show_hours, _typed_list)
