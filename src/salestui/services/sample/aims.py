"""What the team is to reach: the documents' goals 《推广目标确认表》 for this quarter and month, some of them split."""

from dataclasses import dataclass

from salestui.domain.periods import PeriodKind, around
from salestui.services.sample.people import LEAD, ME
from salestui.services.sample.script import Pair, Script

_LAUNCH: Pair = ("Launch of the new line", "新品上市")
_DEEPER: Pair = ("Market penetration", "市场渗透")
_SERVICE: Pair = ("Service", "客户服务")


@dataclass(frozen=True, slots=True)
class _Goal:
    """A goal of the whole desk, unless it is somebody's; with `split` by months, the present one by owners."""

    phase: Pair
    text: Pair
    figure: str
    target: str
    kind: PeriodKind
    owner: Pair | None = None
    split: bool = False


_GOALS: tuple[_Goal, ...] = (
    _Goal(
        _LAUNCH,
        ("Sell more than 3.6 million in three months", "3个月内销量破360万"),
        *("sales_amount", "3.6m", PeriodKind.QUARTER),
        split=True,
    ),
    _Goal(_LAUNCH, ("24 new customers", "新增客户24家"), "new_customers", "24", PeriodKind.QUARTER, split=True),
    _Goal(
        _DEEPER,
        ("More customers who buy again", "提升老客户复购率"),
        *("repurchase_rate", "20%", PeriodKind.QUARTER),
    ),
    _Goal(_DEEPER, ("Customers add to their orders", "老客增购"), "upsell_amount", "300k", PeriodKind.QUARTER),
    _Goal(_DEEPER, ("Win those who are interested", "意向客户转化"), "interest_conversion", "35%", PeriodKind.MONTH),
    _Goal(_DEEPER, ("Larger orders", "提高客单价"), "average_deal", "125k", PeriodKind.MONTH),
    _Goal(_SERVICE, ("Answer in time", "及时响应"), "response_on_time", "90%", PeriodKind.MONTH),
    _Goal(_SERVICE, ("Satisfied customers", "客户满意"), "satisfaction", "90", PeriodKind.QUARTER),
    _Goal(_DEEPER, ("Win four of ten", "十单赢四单"), "win_rate", "40%", PeriodKind.QUARTER, ME),
    _Goal(_SERVICE, ("Keep my promises", "按时跟进"), "follow_up_on_time", "90%", PeriodKind.MONTH, ME),
)


def aims(script: Script) -> None:
    """Set on the first day of their period, or just now where that has only begun."""
    for number, goal in enumerate(_GOALS):
        period = around(script.today, goal.kind)
        at = min(script.at((script.today - period.first).days, 8, 5 + 3 * number), script.back(minutes=55))
        lead = script.say(LEAD if goal.owner is None else goal.owner)
        fields = {
            "phase": script.say(goal.phase),
            "core_goal": script.say(goal.text),
            "figure": goal.figure,
            "target": goal.target,
            "period": period.name,
            "owner": "" if goal.owner is None else script.say(goal.owner),
        }
        name = f"goal {number}"
        script.goal(at, lead, name, fields)
        if goal.split:
            script.split_goal(at, lead, name, "months")
            script.split_goal(at, lead, f"{name}, this month", "owners")
