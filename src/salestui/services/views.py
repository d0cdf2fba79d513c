"""Saved views of the customer list: a filter, an order and columns under a name, each owner's own.

They are kept as JSON. What a file holds may be of another version, or written by other hands: whatever is not
understood is left out and told, never a crash.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from salestui.domain.folding import fold
from salestui.domain.views import VALUED, BuiltInView, Filter, Sort, View, Waits
from salestui.domain.words import Care, Grade, Segment, Stage
from salestui.errors import InvalidValueError, NotFoundError
from salestui.i18n import _, ids_by_label, label
from salestui.sentences import quoted
from salestui.services.desk import Desk
from salestui.services.filtering import MOST_DAYS
from salestui.services.naming import nearest
from salestui.store.reads import records

SCREEN = "customers"
LONGEST_NAME = 60
_WORDS = {"grade": Grade, "segment": Segment, "care": Care, "stage": Stage}


@dataclass(frozen=True, slots=True)
class NamedView:
    """A view with its name; `built_in` ones everybody has. `unknown` names what this version did not understand."""

    name: str
    view: View
    built_in: BuiltInView | None = None
    unknown: tuple[str, ...] = ()


def views_of(desk: Desk) -> list[NamedView]:
    """The built-in views, then those of whoever sits at the desk, by name."""
    built_in = [NamedView(label("customer_view", each), _built_in(desk, each), each) for each in BuiltInView]
    rows = records.saved_views(desk.reader, desk.settings.owner, SCREEN)
    return [*built_in, *(_stored(name, query) for name, query in rows)]


def view_named(desk: Desk, name: str) -> NamedView:
    """The view called `name`: a saved one, or a built-in one by id or in either language. Raises NotFoundError."""
    known = views_of(desk)
    for view in known:
        if view.built_in is None and view.name == name:
            return view
    meant = _built_in_named(name)
    for view in known:
        if view.built_in is not None and view.built_in == meant:
            return view
        if view.built_in is None and fold(view.name) == fold(name):
            return view
    raise NotFoundError(
        _("no view is called {name}", name=quoted(name)),
        nearest(name, [view.name for view in known]) or _("'salestui list views' shows them"),
    )


def _built_in_named(name: str) -> str | None:
    spellings = ids_by_label("customer_view")
    return spellings.get(fold(name)) or spellings.get(fold(name).replace("-", "_"))


def _built_in(desk: Desk, which: BuiltInView) -> View:
    match which:
        case BuiltInView.ALL:
            return View()
        case BuiltInView.MINE:
            return View(Filter(owner=(desk.settings.owner,)))
        case BuiltInView.GRADE_A:
            return View(Filter(grade=(Grade.A.value,)))
        case BuiltInView.OVERDUE:
            return View(Filter(waiting=Waits.OVERDUE), Sort.GRADE)
        case BuiltInView.NO_NEXT_DATE:
            return View(Filter(waiting=Waits.NO_NEXT_DATE), Sort.LAST_CONTACT)
        case BuiltInView.NOT_CONTACTED:
            return View(Filter(quiet_days=30), Sort.LAST_CONTACT)


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


def save_view(desk: Desk, name: str, view: View) -> NamedView:
    """Keep `view` under `name`, in place of what was kept under it. Raises InvalidValueError for a name."""
    from salestui.store.models import SavedView

    name, query = checked_name(name), to_json(view)
    with desk.command("save_view") as work:
        known = work.rows(_ID, owner=work.actor, screen=SCREEN, name=name)
        if known:
            work.get(SavedView, known[0]["id"]).query = query
        else:
            work.add(SavedView, owner=work.actor, screen=SCREEN, name=name, query=query)
        work.subject = name
    return NamedView(name, view)


def rename_view(desk: Desk, old: str, new: str) -> str:
    """Call a view otherwise; gives the new name. Raises InvalidValueError, NotFoundError."""
    from salestui.store.models import SavedView

    new = checked_name(new)
    with desk.command("rename_view") as work:
        known = work.rows(_ID, owner=work.actor, screen=SCREEN, name=old)
        if not known:
            raise _gone(old)
        if new != old and work.rows(_ID, owner=work.actor, screen=SCREEN, name=new):
            raise InvalidValueError(
                _("there is a view called {name} already", name=quoted(new)), _("choose another name"), field="name"
            )
        work.get(SavedView, known[0]["id"]).name = new
        work.subject = new
    return new


def delete_view(desk: Desk, name: str) -> None:
    """Forget a view; undo brings it back. Raises NotFoundError."""
    from salestui.store.models import SavedView

    with desk.command("delete_view") as work:
        known = work.rows(_ID, owner=work.actor, screen=SCREEN, name=name)
        if not known:
            raise _gone(name)
        work.delete(work.get(SavedView, known[0]["id"]))
        work.subject = name


_ID = "SELECT id FROM saved_view WHERE owner = :owner AND screen = :screen AND name = :name"


def _gone(name: str) -> NotFoundError:
    return NotFoundError(
        _("there is no view {name} any more", name=quoted(name)), _("it was deleted or renamed meanwhile")
    )


def checked_name(text: str) -> str:
    """A name for a view, on one line. Raises InvalidValueError."""
    name = " ".join(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())
    if not name:
        raise InvalidValueError(_("the view has no name"), _("type one, such as my region"), field="name")
    if len(name) > LONGEST_NAME:
        raise InvalidValueError(
            _("the name is too long ({n} characters)", n=len(name)),
            _("at most {most}", most=LONGEST_NAME),
            field="name",
        )
    if _built_in_named(name) is not None:
        raise InvalidValueError(
            _("{name} is a view that everybody has", name=quoted(name)), _("choose another name"), field="name"
        )
    return name


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def to_json(view: View) -> str:
    """The stored form: what is as by default is left out."""
    held: dict[str, object] = dict(view.filter.parts())
    if view.filter.waiting is not None:
        held["waiting"] = view.filter.waiting
    if view.filter.quiet_days is not None:
        held["quiet_days"] = view.filter.quiet_days
    if view.filter.archived:
        held["archived"] = True
    made: dict[str, object] = {"filter": held, "sort": view.sort, "backwards": view.backwards}
    if view.columns is not None:
        made["columns"] = view.columns
    return json.dumps(made, ensure_ascii=False)


def _stored(name: str, query: str) -> NamedView:
    unknown: list[str] = []
    return NamedView(name, from_json(query, unknown), None, tuple(unknown))


def from_json(query: str, unknown: list[str]) -> View:
    """The view of a stored form; what is not understood is left out, and its name appended to `unknown`."""
    try:
        held = json.loads(query)
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict):
        unknown.append("JSON")
        return View()
    made: dict[str, Any] = {}  # Any: each field of View has its own type
    for key, value in held.items():
        match key, value:
            case "filter", dict():
                made["filter"] = _filter(value, unknown)
            case "sort", str() if value in tuple(Sort):
                made["sort"] = Sort(value)
            case "backwards", bool():
                made["backwards"] = value
            case "columns", list() if all(isinstance(each, str) for each in value):
                made["columns"] = tuple(value)
            case _:
                unknown.append(key)
    return View(**made)


def _filter(held: Mapping[str, object], unknown: list[str]) -> Filter:
    made: dict[str, Any] = {}  # Any: each part of Filter has its own type
    for key, value in held.items():
        match key, value:
            case _, list() if key in VALUED and all(isinstance(each, str) for each in value):
                made[key] = _values(key, value, unknown)
            case "waiting", str() if value in tuple(Waits):
                made["waiting"] = Waits(value)
            case "quiet_days", int() if not isinstance(value, bool) and 0 < value <= MOST_DAYS:
                made["quiet_days"] = value
            case "archived", bool():
                made["archived"] = value
            case _:
                unknown.append(key)
    return Filter(**made)


def _values(key: str, values: Sequence[str], unknown: list[str]) -> tuple[str, ...]:
    """The values of a part; of a vocabulary only the words it has, and NOT_SET."""
    if key not in _WORDS:
        return tuple(values)
    allowed = {"", *_WORDS[key]}
    unknown.extend(f"{key} {value}" for value in values if value not in allowed)
    return tuple(value for value in values if value in allowed)
