"""Why a value is refused, in a sentence of the user's language. Apart from `sentences`, which reads alone need."""

from salestui.domain.fields import LONGEST_LINE, LONGEST_TEXT, MOST_COUNTED, FieldError, FieldReason
from salestui.domain.records import Kind
from salestui.domain.when import FIRST_YEAR, LAST_YEAR, NotUnderstood, WhenReason
from salestui.i18n import _, label, listed
from salestui.sentences import quoted

_LONG = (Kind.TEXT, Kind.NEEDS)


def field_problem(problem: FieldError, record: str = "") -> str:
    """Why a field (of `record`) cannot hold a value: names field and value, and what it may be."""
    name = label("field", f"{record}.{problem.field.id}" if record else problem.field.id)
    value = quoted(problem.value)
    match problem.reason:
        case FieldReason.MISSING:
            return _("{field} is missing – it must be filled in", field=name)
        case FieldReason.TOO_LONG:
            return _(
                "{field} is too long ({n} characters) – at most {most}",
                field=name,
                n=len(problem.value),
                most=LONGEST_TEXT if problem.field.kind in _LONG else LONGEST_LINE,
            )
        case FieldReason.NOT_A_WORD:
            return _("{field} cannot be {value} – one of: {words}", field=name, value=value, words=_words(problem))
        case FieldReason.NOT_A_NUMBER:
            return _("{field} cannot be {value} – write a whole number", field=name, value=value)
        case FieldReason.OUT_OF_RANGE:
            return _(
                "{field} cannot be {value} – at most {most}",
                field=name,
                value=value,
                most=100 if problem.field.kind is Kind.PERCENT else MOST_COUNTED,
            )
        case FieldReason.NOT_MONEY:
            return _(
                "{field} cannot be {value} – write an amount such as 80000, 5000万 or 1.2m EUR", field=name, value=value
            )
        case FieldReason.IN_THE_FUTURE:
            return _("{field} {value} lies in the future – it has not happened yet", field=name, value=value)
        case FieldReason.NOT_A_FLAG:
            return _("{field} cannot be {value} – write yes or no", field=name, value=value)
        case FieldReason.TOO_MANY:
            return _("{field} cannot be {value} – write one to three, separated by semicolons", field=name, value=value)
        case FieldReason.NOT_A_PERIOD:
            return _(
                "{field} cannot be {value} – write 2026-11, 2026-Q4, 2026, 2026-W47 or 2026-11-01..2026-11-20",
                field=name,
                value=value,
            )
        case FieldReason.NOT_A_DATE:
            assert problem.cause is not None  # a date is refused with its reading
            return f"{name}: {date_problem(problem.cause)}"


def _words(problem: FieldError) -> str:
    pairs = ((word, label(problem.field.vocabulary, word)) for word in problem.allowed)
    return listed(word if shown in (word, word.replace("_", " ")) else f"{word} ({shown})" for word, shown in pairs)


def date_problem(problem: NotUnderstood) -> str:
    """Why a text is no date, and what would be."""
    value = quoted(problem.text)
    match problem.reason:
        case WhenReason.AMBIGUOUS:
            readings = _(" or ").join(reading.isoformat() for reading in problem.readings)
            return _("{value} can mean {readings} – write the date", value=value, readings=readings)
        case WhenReason.IMPOSSIBLE_DATE:
            return _("there is no date {value} – write one that the calendar has", value=value)
        case WhenReason.IMPOSSIBLE_TIME:
            return _("there is no time {value} – write one from 00:00 to 24:00", value=value)
        case WhenReason.OUT_OF_RANGE:
            return _(
                "{value} is too far away – write a year from {first} to {last}",
                value=value,
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        case _:
            return _("{value} is no date – write 2026-11-20, 14:00, fri 10:00, +3d or 下周三", value=value)
