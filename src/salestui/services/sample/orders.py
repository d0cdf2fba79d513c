"""A year of orders of the sample company, so that its figures have a past: what was sold, to whom, how they came.

What is still open, and the documents' own deals, stand in `pipeline`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from salestui.services.sample.people import TEAM
from salestui.services.sample.script import Pair, Script

_WRITTEN_DOWN: Final = 175  # days ago: orders before were written down then

_PROPOSALS: Final = 60  # days ago: since then each has its proposal as a task
_SOLUTION: Final[Pair] = ("Solution", "方案设计")
_PROPOSAL: Final[Pair] = ("Write the proposal", "编写方案")

_LABELS: Final[Pair] = ("Label printing", "标签打印")
_WAREHOUSE: Final[Pair] = ("Smart warehousing", "智能仓储")
_CARE: Final[Pair] = ("Maintenance", "系统维保")
_PLATFORM: Final[Pair] = ("Business platform", "业务平台")
_TRAINING: Final[Pair] = ("Training", "培训服务")


@dataclass(frozen=True, slots=True)
class _Order:
    """Sold to `place` of companies.NAMES, `won` days ago after `days` of talking; with `lost` it was not."""

    place: int
    product: Pair
    amount: str
    channel: str
    days: int
    won: int
    kind: str = "new"
    lost: str = ""


_ORDERS: Final = (
    # before the program came
    _Order(39, _WAREHOUSE, "38万", "trade_fair", 60, 352),
    _Order(25, _PLATFORM, "26万", "referral", 45, 338),
    _Order(59, _LABELS, "14万", "website", 30, 322),
    _Order(30, _WAREHOUSE, "31万", "trade_fair", 50, 301),
    _Order(36, _LABELS, "9万", "livestream", 20, 292),
    _Order(42, _CARE, "18万", "referral", 25, 270),
    _Order(41, _PLATFORM, "36万", "industry_community", 55, 258),
    _Order(12, _LABELS, "11万", "referral", 15, 243),
    _Order(45, _WAREHOUSE, "42万", "trade_fair", 70, 229),
    _Order(11, _TRAINING, "6万", "website", 12, 221),
    _Order(57, _PLATFORM, "33万", "referral", 48, 204),
    _Order(25, _PLATFORM, "19万", "referral", 21, 193, kind="upsell"),
    # since then
    _Order(39, _CARE, "12万", "trade_fair", 9, 163, kind="repeat"),
    _Order(18, _LABELS, "16万", "website", 13, 160),
    _Order(31, _WAREHOUSE, "28万", "trade_fair", 17, 156, lost="price"),
    _Order(36, _LABELS, "9万", "livestream", 8, 147, kind="repeat"),
    _Order(30, _WAREHOUSE, "21万", "trade_fair", 24, 139, kind="upsell"),
    _Order(43, _TRAINING, "5万", "cold_call", 15, 133),
    _Order(59, _LABELS, "15万", "website", 12, 128, kind="repeat"),
    _Order(46, _PLATFORM, "24万", "livestream", 30, 121, lost="timing"),
    _Order(37, _WAREHOUSE, "27万", "industry_community", 28, 112),
    _Order(42, _CARE, "18万", "referral", 14, 106, kind="renewal"),
    _Order(12, _LABELS, "12万", "referral", 11, 98, kind="repeat"),
    _Order(41, _TRAINING, "8万", "industry_community", 9, 92, kind="cross_sell"),
    _Order(57, _PLATFORM, "14万", "referral", 18, 84, kind="upsell"),
    _Order(61, _LABELS, "10万", "cold_call", 26, 77, lost="competitor"),
    _Order(11, _LABELS, "13万", "website", 20, 66, kind="cross_sell"),
    _Order(14, _WAREHOUSE, "35万", "website", 38, 58),
    _Order(45, _CARE, "16万", "trade_fair", 15, 44, kind="cross_sell"),
    _Order(18, _LABELS, "17万", "website", 10, 41, kind="repeat"),
    _Order(46, _LABELS, "7万", "livestream", 12, 37),
    _Order(31, _LABELS, "9万", "trade_fair", 14, 31, lost="no_decision"),
    _Order(39, _WAREHOUSE, "22万", "trade_fair", 19, 26, kind="repeat"),
    # this month
    _Order(36, _LABELS, "9万", "livestream", 9, 17, kind="repeat"),
    _Order(25, _PLATFORM, "24万", "referral", 26, 15, kind="upsell"),
    _Order(43, _LABELS, "6万", "cold_call", 21, 14, lost="budget"),
    _Order(12, _LABELS, "12万", "referral", 12, 10, kind="repeat"),
    _Order(30, _CARE, "15万", "trade_fair", 16, 8, kind="cross_sell"),
    _Order(61, _TRAINING, "8万", "cold_call", 18, 7, lost="price"),
    _Order(5, _LABELS, "12万", "livestream", 11, 3),
    _Order(41, _PLATFORM, "18万", "industry_community", 22, 2, kind="upsell"),
)


def orders(script: Script, codes: Mapping[int, str]) -> None:
    """All of them. `codes` are the customers' codes by their place in companies.NAMES."""
    for number, order in enumerate(_ORDERS):
        who = script.say(TEAM[order.place % len(TEAM)])
        name = f"order {number}"
        fields = {
            "customer": codes[order.place],
            "name": script.say(order.product),
            "product": script.say(order.product),
            "amount": order.amount,
            "kind": order.kind,
            "channel": order.channel,
        }
        if order.won > _WRITTEN_DOWN:
            closed = script.typed(script.at(order.won, 15))
            script.deal(
                script.at(_WRITTEN_DOWN, 18, number), who, name, {**fields, "stage": "won", "closed_at": closed}
            )
            continue
        at = [script.at(script.workday(ago), 16, number) for ago in (order.won + order.days, order.won + 3, order.won)]
        script.deal(at[0], who, name, {**fields, "stage": "qualified", "probability": "60"})
        script.move_deal(at[1], who, name, "opportunity")
        script.move_deal(at[2], who, name, "lost" if order.lost else "won", reason=order.lost or None)
        if order.won < _PROPOSALS:
            proposal = f"proposal {number}"
            fields = {"module": script.say(_SOLUTION), "action": script.say(_PROPOSAL), "end": script.typed(at[1])}
            script.task(at[0], who, proposal, fields, deal=name)
            script.finish(at[1] if number % 4 else at[2], who, proposal)  # one of four is late
