"""From what a person types to a filter of the customer list: words in either language, owners, tags, known values."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from salestui.domain.folding import fold
from salestui.domain.views import NOT_SET, VALUED, Filter, Sort, View, Waits
from salestui.errors import InvalidValueError
from salestui.i18n import _, ids_by_label, label, listed
from salestui.sentences import quoted
from salestui.services.browsing import values_in_use
from salestui.services.desk import Desk, owners_of
from salestui.services.naming import known_owner, nearest
from salestui.store.reads import records

MOST_DAYS = 36_500  # a hundred years
_SHOWN = 8  # known values in a hint
_SEPARATORS = r"[,，;；、\n]"
_NOT_SET = frozenset({"none", "无", "-", "–"})
_ME = frozenset({"me", "我"})
_WORDS = {"grade": "grade", "segment": "segment", "care": "care", "stage": "stage"}  # field → vocabulary


class FilterReader:
    """Reads the parts of a filter; what the file knows (owners, tags, regions) is asked once.

    All raise InvalidValueError with the part's id as its field, and NotFoundError for an owner nobody knows.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @cached_property
    def tags(self) -> Sequence[str]:
        """Every tag, by name."""
        return records.all_tags(self._desk.reader)

    @cached_property
    def region(self) -> Sequence[str]:
        """Every region a customer has."""
        return values_in_use(self._desk, "region")

    @cached_property
    def industry(self) -> Sequence[str]:
        """Every industry a customer has."""
        return values_in_use(self._desk, "industry")

    @cached_property
    def owner(self) -> Sequence[str]:
        """Everybody who can own a customer."""
        return owners_of(self._desk)

    def part(self, name: str, text: str) -> tuple[str, ...]:
        """The values that `text`, separated by commas, means in the part `name`; "none" is an empty field."""
        if name in _WORDS:
            read: Callable[[str], str] = self._word(name)
        elif name == "owner":
            read = self._owner
        else:
            read = self._known(name)
        if name not in _WORDS and text.strip() in getattr(self, name):
            return (text.strip(),)  # though there be a comma in it
        typed = [part for part in (" ".join(each.split()) for each in re.split(_SEPARATORS, text)) if part]
        return tuple(dict.fromkeys(NOT_SET if part.casefold() in _NOT_SET else read(part) for part in typed))

    def filter(self, typed: Mapping[str, str]) -> Filter:
        """The filter of all that is typed, by part; an empty text leaves its part out."""
        given = {name: text for name, text in typed.items() if text.strip()}
        return Filter(
            **{name: self.part(name, given[name]) for name in VALUED if name in given},
            waiting=self.waiting(given["waiting"]) if "waiting" in given else None,
            quiet_days=days(given["quiet_days"]) if "quiet_days" in given else None,
            archived=given.get("archived") == "yes",
        )

    def waiting(self, text: str) -> Waits:
        """How they wait, by id or label."""
        found = ids_by_label("waiting").get(text.strip().replace("-", "_").casefold())
        if found is None:
            raise _not_a_word("waiting", text, "waiting")
        return Waits(found)

    def _word(self, name: str) -> Callable[[str], str]:
        spellings = ids_by_label(_WORDS[name])

        def read(text: str) -> str:
            found = spellings.get(fold(text)) or spellings.get(fold(text).replace("-", "_"))
            if found is None:
                raise _not_a_word(name, text, _WORDS[name])
            return found

        return read

    def _owner(self, text: str) -> str:
        if text in self.owner:
            return text
        if text.casefold() in _ME:
            return self._desk.settings.owner
        found = [name for name in self.owner if fold(name) == fold(text)]
        return found[0] if found else known_owner(self._desk, text)

    def _known(self, name: str) -> Callable[[str], str]:
        known: Sequence[str] = getattr(self, name)
        folded = {fold(value): value for value in known}

        def read(text: str) -> str:
            if text in known:
                return text
            found = folded.get(fold(text))
            if found is None:
                raise InvalidValueError(
                    _("no customer has {field} {value}", field=label("field", name), value=quoted(text)),
                    nearest(text, known) or _("known: {values}", values=listed(known[:_SHOWN]) or "–"),
                    field=name,
                )
            return found

        return read


def days(text: str) -> int:
    """A number of days. Raises InvalidValueError."""
    plain = fold(text).removesuffix("d").removesuffix("天").strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 9 and 0 < int(plain) <= MOST_DAYS):
        raise InvalidValueError(
            _("{value} is no number of days", value=quoted(text)),
            _("write a whole number, such as 30"),
            field="quiet_days",
        )
    return int(plain)


def _not_a_word(name: str, text: str, vocabulary: str) -> InvalidValueError:
    from salestui.domain.vocabularies import VOCABULARIES

    return InvalidValueError(
        _("{field} cannot be {value}", field=part_label(name), value=quoted(text)),
        _("one of: {words}", words=listed(label(vocabulary, word) for word in VOCABULARIES[vocabulary])),
        field=name,
    )


def part_label(name: str) -> str:
    """What people call a part of a filter."""
    match name:
        case "waiting":
            return _("waiting")
        case "quiet_days":
            return _("days without contact")
        case "archived":
            return _("archived")
        case _:
            return label("field", f"customer.{name}")


def typed(filter: Filter) -> dict[str, str]:  # noqa: A002 - what it is
    """A filter as a person would type it: what its form opens with."""
    found = {name: ", ".join(value_told(name, value) for value in values) for name, values in filter.parts()}
    if filter.waiting is not None:
        found["waiting"] = filter.waiting
    if filter.quiet_days is not None:
        found["quiet_days"] = str(filter.quiet_days)
    if filter.archived:
        found["archived"] = "yes"
    return found


def value_told(name: str, value: str) -> str:
    """A value of a part as people read it, and as `FilterReader` reads it back."""
    if value == NOT_SET:
        return _("none")
    if name == "grade":
        return value
    return label(_WORDS[name], value) if name in _WORDS else value


def told(filter: Filter) -> str:  # noqa: A002
    """A filter in words: "grade A, owner Li, overdue"; empty where nothing is filtered."""
    parts = [_("archived")] if filter.archived else []
    parts += [
        _("{field} {values}", field=part_label(name), values="/".join(value_told(name, value) for value in values))
        for name, values in filter.parts()
    ]
    if filter.waiting is not None:
        parts.append(label("waiting", filter.waiting))
    if filter.quiet_days is not None:
        parts.append(_("no contact for {n} d", n=filter.quiet_days))
    return listed(parts)


def sort_told(view: View) -> str:
    """What a view is sorted by: "by last contact, reversed"."""
    by = _("by {column}", column=label("customer_sort", view.sort))
    return _("{by}, reversed", by=by) if view.backwards else by


def view_told(view: View) -> str:
    """A view in words: its filter, and its order where that is not by code."""
    parts = [told(view.filter)]
    if view.sort is not Sort.CODE or view.backwards:
        parts.append(sort_told(view))
    return " · ".join(part for part in parts if part)
