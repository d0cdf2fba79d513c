"""`report funnel`: the figures of a period, with their formulas; the same the screen shows."""

from datetime import timedelta
from types import SimpleNamespace

from salestui.cli.output import Column, emit, json_text, remark, title, write
from salestui.domain.deals import OPEN
from salestui.domain.funnel import ENOUGH_DEALS, Funnel, StageFigures
from salestui.domain.money import Money
from salestui.domain.periods import Period
from salestui.i18n import _, label, ngettext
from salestui.presenting import weighted_text
from salestui.sentences import span
from salestui.services.desk import Desk

# What each figure is, for programs: ids and formulas are English in every language (domain.md, section 4).
_FORMULAS = {
    "stock": "deals that stand in the stage at the end of the period, or now",
    "entered": "deals that came to the stage in the period",
    "left": "deals that left the stage in the period",
    "reached": "deals that first came to the stage or a later one in the period (the cohort)",
    "went_on": "deals of the cohort that have come to the next stage or a later one since",
    "conversion": "went_on / reached; null where nothing was reached, and for won and lost",
    "median_days": "median of the days of all stays that ended in the period",
    "bottleneck": f"the open stage with the lowest conversion among those reached by {ENOUGH_DEALS} deals or more",
    "weighted": "sum of amount * probability of the open deals, by currency",
    "unweighted": "open deals without an amount or a probability; they are in no sum",
}


def run(given: SimpleNamespace, desk: Desk, period: Period) -> None:
    """Print the figures."""
    from salestui.services import selling

    today = desk.now().astimezone(desk.zone).date()
    found = selling.report(desk, period, owner=given.owner)
    match given.format:
        case "json":
            write(json_text(_record(found, period, given.owner)) + "\n")
        case "tsv":
            emit("tsv", [Column(name) for name in _stage(found, found.stages[0])], _stages(found))
        case form:
            _print(form, found, period, given.owner, running=period.first <= today < period.after)


def _record(found: Funnel, period: Period, owner: str | None) -> dict[str, object]:
    return {
        "period": period.name,
        "from": period.first,
        "to": period.after - timedelta(days=1),
        "owner": owner,
        "stages": _stages(found),
        "bottleneck": found.bottleneck,
        "weighted": {
            currency: str(Money((total + 50) // 100, currency)).partition(" ")[0]
            for currency, total in sorted(found.weighted.sums.items())
        },
        "unweighted": found.weighted.unweighted,
        "formulas": _FORMULAS,
    }


def _stages(found: Funnel) -> list[dict[str, object]]:
    return [_stage(found, each) for each in found.stages]


def _stage(found: Funnel, each: StageFigures) -> dict[str, object]:
    open_stage = each.stage in OPEN
    stay = each.median_stay
    return {
        "stage": each.stage,
        "stock": each.stock,
        "entered": each.entered,
        "left": each.left,
        "reached": each.reached,
        "went_on": each.went_on if open_stage else None,
        "conversion": each.went_on / each.reached if open_stage and each.reached else None,
        "median_days": None if stay is None else round(stay / timedelta(days=1), 3),
        "bottleneck": each.stage is found.bottleneck,
    }


def _print(form: str, found: Funnel, period: Period, owner: str | None, *, running: bool) -> None:
    """As a table for people, or in Markdown."""
    about = [_("Funnel {period}", period=period.name), owner or _("everybody"), _("to date") if running else ""]
    title(form, " · ".join(part for part in about if part))
    columns = [
        Column("stage", label("field", "deal.stage"), show=lambda value: label("deal_stage", str(value))),
        Column("stock", _("stock"), right=True),
        Column("entered", _("entered"), right=True),
        Column("left", _("left"), right=True),
        Column("went_on", _("went on"), right=True),
        Column("conversion", "%", right=True),
        Column("stay", _("median stay"), right=True),
        Column("note", " "),
    ]
    rows = [
        (
            each.stage,
            each.stock,
            each.entered,
            each.left,
            f"{each.went_on} / {each.reached}" if each.stage in OPEN else "",
            f"{100 * each.went_on / each.reached:.0f} %" if each.stage in OPEN and each.reached else "–",
            span(each.median_stay) if each.median_stay is not None else "–",
            _("bottleneck") if each.stage is found.bottleneck else "",
        )
        for each in found.stages
    ]
    emit(form, columns, rows)
    remark(form, _("weighted value of the open deals: {sums}", sums=weighted_text(found.weighted.sums) or "–"))
    n = found.weighted.unweighted
    if n:
        remark(
            form, ngettext("one deal has no amount or no probability", "{n} deals have no amount or no probability", n)
        )
