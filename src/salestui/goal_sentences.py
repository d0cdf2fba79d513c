"""Goals into sentences, in the user's language: targets as they are typed and why one is refused, pace, parts."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Final

from salestui.domain.figures import FIGURES, FigureId, Unit
from salestui.domain.goals import GoalRow, Pace, PaceState
from salestui.domain.money import Money, minor_digits
from salestui.domain.targets import Target, TargetError, TargetReason, digits
from salestui.figure_sentences import figure_name, value_text
from salestui.i18n import _
from salestui.presenting import money_text
from salestui.sentences import quoted

# Told apart by shape. No ▲ ◆: these say overdue and due soon everywhere else.
PACE_SIGNS: Final = {
    PaceState.NOT_BEGUN: "·",
    PaceState.NOTHING: "?",
    PaceState.AHEAD: "+",
    PaceState.ON_PACE: "=",
    PaceState.BEHIND: "−",
    PaceState.REACHED: "✓",
    PaceState.MISSED: "✗",
}


def typed_target(target: Target) -> str:
    """A target as a person would type it, exactly: "600,000 CNY", "35 %", "12.5 d"; it can be read back."""
    if not target.unit.of_money:
        return digits(target)
    amount = money_text(Money(target.amount, target.currency or ""))
    return amount if target.unit is Unit.MONEY else f"{amount}/d"


def whose(goal: GoalRow) -> str:
    """Its owner; of the whole desk everybody."""
    return goal.owner or _("everybody")


def goal_text(goal: GoalRow) -> str:
    """A goal in a line: "sales amount 600,000 CNY · Li · 2026-Q4"."""
    return " · ".join((f"{figure_name(goal.figure)} {typed_target(goal.target)}", whose(goal), goal.period.name))


def parts_told(goal: GoalRow, parts_sum: Target | None) -> str:
    """That the parts of a goal come to something else than the goal."""
    if parts_sum is None:
        return ""
    parts, target = typed_target(parts_sum), typed_target(goal.target)
    return _("its parts come to {parts}, not to {target}", parts=parts, target=target)


# ── targets ──────────────────────────────────────────────────────────────────────────────────────────────────────


def target_example(figure: FigureId) -> str:
    """What a target of `figure` looks like."""
    match FIGURES[figure].unit:
        case Unit.MONEY:
            return _("an amount such as 600k, 50万 or 80,000 EUR")
        case Unit.MONEY_PER_DAY:
            return _("an amount a day such as 5k or 5k/d")
        case Unit.COUNT:
            return _("a number such as 15")
        case Unit.SHARE:
            return _("a share such as 35%")
        case Unit.SCORE:
            return _("a score such as 90")
        case Unit.DAYS:
            return _("days such as 30 or 12.5 d")


def target_problem(problem: TargetError, figure: FigureId) -> tuple[str, str]:
    """Why a text is no target of `figure`, and what would be: message and hint."""
    name, value = figure_name(figure), quoted(problem.text)
    example = _("write {example}", example=target_example(figure))
    match problem.reason:
        case TargetReason.NOT_A_NUMBER:
            return _("{value} cannot be measured as {figure}", value=value, figure=name), example
        case TargetReason.AMBIGUOUS:
            percent = f"{(Decimal(problem.text) * 100).normalize():f}"
            return (
                _("{value} can mean {one} % or {other} %", value=value, one=percent, other=problem.text),
                _("write it with its percent sign"),
            )
        case TargetReason.NOT_WHOLE:
            return _("{figure} is counted: {value} is not a whole number", figure=name, value=value), example
        case TargetReason.TOO_FINE:
            return _("{value} has more than two decimals", value=value), example
        case TargetReason.NOTHING:
            return _("a target of {value} cannot be missed", value=value), _("write one above 0")
        case TargetReason.TOO_MUCH:
            unit = " %" if FIGURES[figure].unit is Unit.SHARE else ""
            most = _("at most {most}", most=f"{problem.most:,}{unit}")
            return _("{figure} cannot come to {value}", figure=name, value=value), most


# ── pace ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def pace_word(state: PaceState) -> str:
    """How a goal stands, in a word or two."""
    match state:
        case PaceState.NOT_BEGUN:
            return _("not begun")
        case PaceState.NOTHING:
            return _("none yet")
        case PaceState.AHEAD:
            return _("ahead")
        case PaceState.ON_PACE:
            return _("on pace")
        case PaceState.BEHIND:
            return _("behind")
        case PaceState.REACHED:
            return _("reached")
        case PaceState.MISSED:
            return _("missed")


def line_text(pace: Pace, target: Target) -> str:
    """Where one should be, as a value of the figure; an amount in whole units: it is a line, not a sum of anything."""
    line = pace.line
    if target.unit.of_money:
        unit = 10 ** minor_digits(target.currency or "")
        line = Fraction(round(line / unit) * unit)
    return value_text(line, target.unit, target.currency or "")


def pace_text(pace: Pace) -> str:
    """Sign and word: "− behind"."""
    return f"{PACE_SIGNS[pace.state]} {pace_word(pace.state)}"


def share_text(attained: Fraction | None) -> str:
    """How much of a target stands, in whole percent for a narrow column; what is not all of it is never 100."""
    return "–" if attained is None else f"{floor(attained * 100)} %".replace("-", "−")


def bar(attained: Fraction | None, line: Fraction, width: int) -> str:
    """How much of a target stands, in `width` cells of plain signs: `###..|....`, with the pace where it lies ahead.

    Both are shares of the target. What is not all of it never fills the bar.
    """
    filled = min(int((attained or Fraction(0)) * width), width)
    cells = ["#"] * max(filled, 0) + ["."] * (width - max(filled, 0))
    mark = min(int(line * width), width - 1)
    if filled <= mark and line < 1:
        cells[mark] = "|"
    return "".join(cells)


def so_far(target: Target, value: Fraction | None, share: Fraction | None, pace: Pace) -> str:
    """How a goal stands, in a sentence: "2 of 5 so far: 40 %, pace 3"."""
    currency = target.currency or ""
    said = {
        "actual": value_text(value, target.unit, currency),
        "target": value_text(target.value, target.unit, currency),
        "share": value_text(share, Unit.SHARE, ""),
    }
    if pace.state is PaceState.NOT_BEGUN:
        return _("not begun: {target} to come", target=said["target"])
    if pace.state in (PaceState.REACHED, PaceState.MISSED):
        return _("{actual} of {target}: {share}, {word}", **said, word=pace_word(pace.state))
    return _("{actual} of {target} so far: {share}, pace {line}", **said, line=line_text(pace, target))
