"""`report goals`: what is to be reached in a period, what is reached of it, and where one should be by tonight."""

from collections.abc import Sequence
from types import SimpleNamespace

from salestui.cli.output import Column, emit, remark, say, title
from salestui.cli.report_figures import about, number
from salestui.domain.figures import Unit
from salestui.domain.periods import Period
from salestui.domain.readings import Scope
from salestui.domain.targets import Target
from salestui.figure_sentences import figure_name, value_text
from salestui.goal_sentences import bar, line_text, pace_text, parts_told, whose
from salestui.i18n import _, label
from salestui.services import goal_standings
from salestui.services.desk import Desk
from salestui.services.goal_standings import Standing

_BAR = 10  # cells


def run(given: SimpleNamespace, desk: Desk, period: Period) -> None:
    """Print the goals with a day in the period, each followed by its parts."""
    found = goal_standings.standings(desk, owner=given.owner, period=period)
    if given.format in ("json", "tsv"):
        emit(given.format, [Column(name) for name in FIELDS], map(record, found))
        return
    title(given.format, about(_("Goals {period}", period=period.name), desk, period, Scope(given.owner)))
    emit(given.format, _columns(), map(_line, found))
    for each in found:
        if each.differs:
            remark(given.format, f"{each.goal.ref} {parts_told(each.goal, each.parts_sum)}")
    if not found:
        remark(given.format, _("no goal has a day in {period}", period=period.name))


# ── for programs ─────────────────────────────────────────────────────────────────────────────────────────────────

FIELDS = (
    *("ref", "core_goal", "phase", "figure", "owner", "period", "from", "to", "parent", "unit", "currency", "target"),
    *("value", "numerator", "denominator", "attainment", "pace", "state", "parts", "parts_sum", "note"),
)


def record(each: Standing) -> dict[str, object]:
    """A goal for programs: numbers as JSON has them, money in whole units; `pace` is where it should stand tonight."""
    goal, reading = each.goal, each.reading
    unit, currency = goal.target.unit, goal.target.currency
    return {
        "ref": goal.ref,
        "core_goal": goal.core_goal,
        "phase": goal.phase,
        "figure": goal.figure,
        "owner": goal.owner,
        "period": goal.period.name,
        "from": goal.from_day,
        "to": goal.to_day,
        "parent": goal.parent,
        "unit": unit,
        "currency": currency,
        "target": _target(goal.target),
        "value": number(each.value, unit, currency),
        "numerator": None if reading is None else reading.numerator,
        "denominator": None if reading is None else reading.denominator,
        "attainment": number(each.attainment, Unit.SHARE, None),
        "pace": number(each.pace.line, unit, currency),
        "state": each.pace.state,
        "parts": each.parts,
        "parts_sum": _target(each.parts_sum),
        "note": goal.note,
    }


def _target(target: Target | None) -> float | int | None:
    return None if target is None else number(target.value, target.unit, target.currency)


# ── for people ───────────────────────────────────────────────────────────────────────────────────────────────────


def print_one(each: Standing, parts: Sequence[Standing]) -> None:
    """A goal whole, and its parts."""
    goal, unit, currency = each.goal, each.goal.target.unit, each.goal.target.currency or ""
    say(f"{goal.ref}  {label('record', 'goal')}  {goal.core_goal or ''}".rstrip())
    pairs = [
        (label("field", "goal.phase"), goal.phase),
        (label("field", "goal.figure"), figure_name(goal.figure)),
        (label("field", "goal.target"), value_text(goal.target.value, unit, currency)),
        (_("reached"), f"{value_text(each.value, unit, currency)} · {value_text(each.attainment, Unit.SHARE, '')}"),
        (_("pace"), f"{line_text(each.pace, goal.target)} · {pace_text(each.pace)}"),
        (label("field", "goal.owner"), whose(goal)),
        (_("days"), f"{goal.period.name} · {goal.from_day} – {goal.to_day}"),
        (label("field", "goal.parent"), goal.parent),
        (label("field", "goal.note"), goal.note),
    ]
    for name, value in pairs:
        if value:
            say(f"  {name}: {value}")
    if parts:
        say("", _("Parts"))
        emit("table", _columns(), map(_line, parts))
    if each.differs:
        say(f"  {parts_told(goal, each.parts_sum)}")


def _columns() -> list[Column]:
    return [
        Column("ref"),
        Column("goal", label("record", "goal"), elastic=True),
        Column("figure", label("field", "goal.figure")),
        Column("owner"),
        Column("period", label("field", "period")),
        Column("value", _("reached"), right=True),
        Column("target", label("field", "goal.target"), right=True),
        Column("attained", "%", right=True),
        Column("bar", " "),
        Column("line", _("pace"), right=True),
        Column("state", " "),
    ]


def _line(each: Standing) -> tuple[str, ...]:
    goal, unit, currency = each.goal, each.goal.target.unit, each.goal.target.currency or ""
    return (
        goal.ref,
        "  " * each.depth + (goal.core_goal or ""),
        figure_name(goal.figure),
        whose(goal),
        goal.period.name,
        value_text(each.value, unit, currency),
        value_text(goal.target.value, unit, currency),
        value_text(each.attainment, Unit.SHARE, ""),
        bar(each.attainment, each.line, _BAR),
        line_text(each.pace, goal.target),
        pace_text(each.pace),
    )
