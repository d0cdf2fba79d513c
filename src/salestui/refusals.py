"""Why a value is refused, in a sentence of the user's language. Apart from `sentences`, which reads alone need."""

from salestui.domain.fields import FieldError, FieldReason
from salestui.domain.when import NotUnderstood, WhenReason
from salestui.i18n import _, label
from salestui.sentences import quoted


def field_problem(problem: FieldError) -> str:
    """Why a field cannot hold a value: names field and value, and what it may be."""
    name = label("field", problem.field.id)
    value = quoted(problem.value)
    match problem.reason:
        case FieldReason.MISSING:
            return _("{field} is missing", field=name)
        case FieldReason.TOO_LONG:
            return _("{field} is too long ({n} characters)", field=name, n=len(problem.value))
        case FieldReason.NOT_A_WORD:
            return _("{field} cannot be {value} – one of: {words}", field=name, value=value, words=_words(problem))
        case FieldReason.NOT_A_NUMBER:
            return _("{field} is a whole number, not {value}", field=name, value=value)
        case FieldReason.OUT_OF_RANGE:
            return _("{field} is out of range: {value}", field=name, value=value)
        case FieldReason.NOT_MONEY:
            return _("{field} is an amount such as 80000, 5000万 or 1.2m EUR, not {value}", field=name, value=value)
        case FieldReason.IN_THE_FUTURE:
            return _("{field} {value} lies in the future – it has not happened yet", field=name, value=value)
        case FieldReason.NOT_A_FLAG:
            return _("{field} is yes or no, not {value}", field=name, value=value)
        case FieldReason.TOO_MANY:
            return _("{field} holds one to three, separated by semicolons, not {value}", field=name, value=value)
        case FieldReason.NOT_A_DATE:
            assert problem.cause is not None  # a date is refused with its reading
            return f"{name}: {date_problem(problem.cause)}"


def _words(problem: FieldError) -> str:
    vocabulary = problem.field.vocabulary or ""
    pairs = ((word, label(vocabulary, word)) for word in problem.allowed)
    return ", ".join(word if shown in (word, word.replace("_", " ")) else f"{word} ({shown})" for word, shown in pairs)


def date_problem(problem: NotUnderstood) -> str:
    """Why a text is no date, and what would be."""
    value = quoted(problem.text)
    match problem.reason:
        case WhenReason.AMBIGUOUS:
            readings = _(" or ").join(reading.isoformat() for reading in problem.readings)
            return _("{value} can mean {readings} – write the date", value=value, readings=readings)
        case WhenReason.IMPOSSIBLE_DATE:
            return _("there is no date {value}", value=value)
        case WhenReason.IMPOSSIBLE_TIME:
            return _("there is no time {value}", value=value)
        case WhenReason.OUT_OF_RANGE:
            return _("{value} is too far away", value=value)
        case _:
            return _("{value} is no date – write 2026-11-20, 14:00, fri 10:00, +3d or 下周三", value=value)
