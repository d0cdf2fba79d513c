"""What `list customers` can be filtered by, and `list views`: the list of the screen, without one."""

import json
from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING

from salestui.cli.output import Column, complain, emit
from salestui.cli.parser import Parser
from salestui.errors import UsageError
from salestui.i18n import _, listed
from salestui.sentences import quoted

if TYPE_CHECKING:
    from salestui.domain.views import View
    from salestui.services.desk import Desk

# Options of `list customers` → the part of a filter they give.
_PARTS = {
    **{name: name for name in ("segment", "care", "stage", "region", "industry", "waiting")},
    "tag": "tags",
    "no_contact": "quiet_days",
}


def options(parser: Parser) -> None:
    """The options that only customers have."""
    parser.option("view", "NAME", _("customers as a view has them; options change it"))
    for name, meaning in (
        ("segment", _("only customers of this segment")),
        ("care", _("only customers of this care")),
        ("stage", _("only customers, or deals, at this stage")),
        ("tag", _("only customers with this tag")),
        ("region", _("only customers of this region")),
        ("industry", _("only customers of this industry")),
    ):
        parser.option(name, f"{name.upper()},…", meaning)
    parser.option("waiting", "STATE", _("only customers that wait: overdue, due_soon or no_next_date"))
    parser.option("no_contact", "DAYS", _("only customers not contacted for so many days"))
    parser.flag("archived", _("archived customers instead"))


def chosen(desk: "Desk", given: SimpleNamespace) -> "View":
    """The view of the customers asked for, as the options change it."""
    from dataclasses import replace

    from salestui.domain.views import View

    view = View()
    if given.view is not None:
        from salestui.services.views import view_named

        named = view_named(desk, given.view)
        view = named.view
        if named.unknown:
            names = listed(named.unknown)
            complain(_("left out of view {name}, not understood: {names}", name=quoted(named.name), names=names))
    named_parts = {"owner": "owner", "grade": "grade", **_PARTS}
    typed = {part: text for name, part in named_parts.items() if (text := getattr(given, name)) is not None}
    if typed or given.archived:
        from salestui.services.filtering import FilterReader

        asked = FilterReader(desk).filter({**typed, "archived": "yes" if given.archived else ""})
        parts = {part: getattr(asked, part) for part in (*typed, *(("archived",) if given.archived else ()))}
        view = replace(view, filter=replace(view.filter, **parts))
    return view


def refuse_others(given: SimpleNamespace, *, but_not: Sequence[str] = ()) -> None:
    """Refuse the options that only customers have; those of `but_not` this list has too. Raises UsageError."""
    for name in (*_PARTS, "view", "archived"):
        if name not in but_not and getattr(given, name):
            raise UsageError(
                _("{option} works only with 'list customers'", option=f"--{name.replace('_', '-')}"),
                _("leave it out"),
            )


def print_views(form: str, desk: "Desk") -> None:
    """Print the built-in views and those of whoever asks; programs get the ids of the former, and what is kept."""
    from salestui.services.filtering import view_told
    from salestui.services.views import to_json, views_of

    views = views_of(desk)
    if form == "table":
        columns = [Column("name", _("name")), Column("view", _("view"), elastic=True)]
        emit(form, columns, [(view.name, view_told(view.view)) for view in views])
        return
    ids = [each.name if each.built_in is None else each.built_in.value for each in views]
    queries = [to_json(each.view) for each in views]
    emit(
        form,
        [Column("name"), Column("built_in"), Column("query")],
        [
            (name, each.built_in is not None, json.loads(query) if form == "json" else query)
            for name, each, query in zip(ids, views, queries, strict=True)
        ],
    )
