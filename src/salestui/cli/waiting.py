"""`due`: what waits, worst first, and why."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from types import SimpleNamespace
from typing import TYPE_CHECKING

from salestui.cli.output import Column, complain, emit, say
from salestui.cli.parser import Parser, at_most
from salestui.domain.clock import state
from salestui.domain.rows import Waiting
from salestui.errors import UsageError
from salestui.i18n import _, label, listed, ngettext
from salestui.sentences import SIGNS, about, moment, span, standing, why

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.services.desk import Desk
    from salestui.services.due import Explanation, Today

_TABLE_ROWS = 60  # a table is for reading; programs get every row


def due_parser() -> Parser:
    """`due [--owner X | --all] [--count | --warnings | --overview | --explain REF]`."""
    parser = Parser(
        "due", _("Show what waits on you, worst first: inquiries, promises, tasks, reviews, contact rhythms")
    )
    parser.option("owner", "NAME", _("what waits on somebody else"))
    parser.flag("all", _("what waits on everybody"))
    parser.flag("count", _("only how many are overdue, due soon and on time"))
    parser.flag(
        "warnings",
        _(
            "early warnings instead (R12); as JSON: kind, rule, customer, code, grade, owner, since, score_before,"
            " score, counted_from, rhythm, complaints, ref, why"
        ),
    )
    parser.flag(
        "overview",
        _(
            "how much waits on each owner instead; as JSON: owner, overdue, due_soon, on_time, oldest_overdue_at,"
            " warnings, away_until, stand_in"
        ),
    )
    parser.option("explain", "REF", _("why this one is due: the rule and its arithmetic"))
    parser.option("limit", "N", _("at most so many rows, 0 for all"), read=at_most)
    parser.formats()
    return parser


PARSERS = {"due": due_parser}


def run_due(argv: Sequence[str], context: "Context") -> int:
    """Print Today."""
    given = due_parser().parse(argv)
    if given.all and given.owner:
        raise UsageError(_("--all and --owner exclude each other"), _("give one of them"))
    _one_thing(given)
    from salestui.services import due

    with context.reading_desk() as desk:
        if given.explain:
            _print_explanations(given.format, desk, due.explain(desk, given.explain))
            return 0
        if given.overview:
            from salestui.cli.overview import print_overview

            print_overview(given.format, desk, due.overview(desk))
            return 0
        limit = given.limit if given.limit is not None else _TABLE_ROWS if given.format == "table" else 0
        limit = -1 if limit == 0 else limit
        if given.warnings:
            from salestui.cli.overview import print_warnings

            rows = due.warnings(desk, owner=given.owner, everybody=given.all, limit=limit)
            others = any(row.owner != desk.settings.owner for row in rows)
            print_warnings(given.format, desk, rows, owners=others)
            return 0
        today = due.today(desk, owner=given.owner, everybody=given.all, limit=limit)
        if given.count:
            _print_counts(given.format, today)
        else:
            _print(given.format, desk, today)
    return 0


def _one_thing(given: SimpleNamespace) -> None:
    asked = [name for name in ("explain", "warnings", "overview", "count") if getattr(given, name)]
    asked += [name for name in ("owner", "all") if given.overview and getattr(given, name)]
    if len(asked) > 1 and asked != ["explain", "count"]:
        raise UsageError(
            _("--{one} and --{other} exclude each other", one=asked[0], other=asked[1]), _("give one of them")
        )


def _print_counts(form: str, today: "Today") -> None:
    if form == "table":
        counted = [f"{label('clock_state', name)} {n}" for name, n in today.counts.items()]
        say(listed([*counted, _warned(today.warnings)] if today.warnings else counted))
    else:
        emit(form, [Column("state"), Column("count")], list(today.counts.items()))


def _print(form: str, desk: "Desk", today: "Today") -> None:
    working = desk.book.calendar.working
    if form != "table":
        emit(form, _FIELDS, [_fields(row, today.now, desk.zone, working=working) for row in today.rows])
        return
    if today.owns_nothing and today.rows:
        complain(
            _(
                "{owner} owns no customer and no task: this is what waits on everybody",
                owner=desk.settings.owner,
            )
        )
    if today.stands_in_for:
        complain(_("you stand in for {names} today", names=", ".join(today.stands_in_for)))
    emit(
        form,
        _columns(owners=today.everybody or bool(today.stands_in_for)),
        [
            (
                f"{SIGNS[state(row.clock, today.now)]} {standing(row.clock, today.now)}",
                row.clock.grade or "–",
                row.code or "",
                row.customer or "",
                about(row),
                why(row, today.now, desk.zone, working=working),
                row.clock.owner or "–",
                row.clock.ref,
            )
            for row in today.rows
        ],
    )
    _say_rest(desk, today)


def _warned(n: int) -> str:
    return ngettext("one early warning", "{n} early warnings", n)


def _columns(*, owners: bool) -> list[Column]:
    return [
        Column("state", title=_("state")),
        Column("grade", title=_("gr.")),
        Column("code"),
        Column("customer"),
        Column("about", title=_("about"), elastic=True),
        Column("why", elastic=True),
        Column("owner", in_table=owners),
        Column("ref"),
    ]


_FIELDS = [
    Column(name)
    for name in (
        "ref",
        "kind",
        "rule",
        "customer",
        "code",
        "grade",
        "owner",
        "due_at",
        "state",
        "seconds_left",
        "why",
    )
]


def _fields(row: Waiting, now: datetime, zone: tzinfo, *, working: bool) -> list[object]:
    clock = row.clock
    left = None if clock.due_at is None else int((clock.due_at - now).total_seconds())
    return [
        clock.ref,
        clock.kind,
        clock.rule,
        row.customer,
        row.code,
        clock.grade,
        clock.owner,
        clock.due_at,
        state(clock, now),
        left,
        why(row, now, zone, working=working),
    ]


def _say_rest(desk: "Desk", today: "Today") -> None:
    more = sum(today.counts.values()) - len(today.rows)
    if more > 0:
        say(ngettext("… and one more (--limit 0 shows all)", "… and {n} more (--limit 0 shows all)", more))
    elif not today.rows and desk.is_empty():
        say(
            _("Nobody waits: there are no customers yet"),
            _("salestui add customer NAME makes the first one, salestui import FILE takes a list"),
            _("salestui demo shows the program on a sample company"),
        )
    elif not today.rows:
        say(_("Nobody waits on you"))
    if today.warnings:
        say(_("{warnings} (salestui due --warnings)", warnings=_warned(today.warnings)))


def _print_explanations(form: str, desk: "Desk", explanations: "Sequence[Explanation]") -> None:
    working = desk.book.calendar.working
    if form != "table":
        steps = [[[step.start, step.end] for step in each.steps] for each in explanations]
        rows = [_fields(each.row, each.now, desk.zone, working=working) for each in explanations]
        emit(
            form,
            [*_FIELDS, Column("steps")],
            [[*row, counted] for row, counted in zip(rows, steps, strict=True)],
        )
        return
    for each in explanations:
        clock = each.row.clock
        say(
            f"{clock.ref}  {each.row.code or ''} {each.row.customer or ''}".rstrip(),
            "  " + about(each.row),
            f"  {SIGNS[state(clock, each.now)]} {standing(clock, each.now)}",
            "  " + why(each.row, each.now, desk.zone, working=working),
        )
        for step in each.steps:
            length = span(step.end - step.start)
            start, end = (moment(at, each.now, desk.zone) for at in (step.start, step.end))
            say("    " + _("{start} – {end} counts {length}", start=start, end=end, length=length))
