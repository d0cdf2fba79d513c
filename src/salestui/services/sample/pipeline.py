"""The deals of the sample company: what is in the funnel, what was won and lost, and three battle cards.

The documents' own two are among them: 年度合作协议 ≥80万 and 50万增购.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from salestui.services.sample.companies import NAMES
from salestui.services.sample.people import FOURTH, LEAD, ME, PRODUCT, TEAM
from salestui.services.sample.script import Pair, Script

_ROLLED_OUT = 186  # days ago: what was known already was written down then

_CREDITED = ("referral", "trade_fair", "industry_community", "website", "trade_fair", "livestream")  # in turn

_WAREHOUSE: Pair = ("Smart warehousing", "智能仓储")
_LABELS: Pair = ("Label printing", "标签打印")
_CARE: Pair = ("Maintenance", "系统维保")
_PLATFORM: Pair = ("Business platform", "业务平台")
_TRAINING: Pair = ("Training", "培训服务")

_COMPETITOR_A: Pair = ("Competitor A", "竞品A")
_YUNXIU: Pair = ("Yunxiu Software", "云岫软件")
_SHILAN: Pair = ("Shilan Systems", "石岚系统")


@dataclass(frozen=True, slots=True)
class _Deal:
    """A deal from its making to where it stands; days count back from today. `at` is a code, or a place in NAMES."""

    at: str | int
    who: Pair
    name: Pair
    product: Pair
    amount: str
    moves: tuple[tuple[int, str], ...]  # (days ago, stage), the first is its making
    kind: str = "new"
    probability: int | None = None
    closes: int | None = None  # days ahead
    reason: str = ""
    lost_to: Pair | None = None
    contract: tuple[int, int] | None = None  # first and last day, days ago
    known: int | None = None  # an order of that many days ago, written down when the program came
    note: Pair | None = None


def _orders(place: int, name: Pair, product: Pair, amount: str, agos: tuple[int, ...]) -> tuple[_Deal, ...]:
    """The same bought again and again: each order talked over in a week or two."""
    return tuple(
        _Deal(
            place,
            TEAM[place % len(TEAM)],
            name,
            product,
            amount,
            ((ago + 9, "qualified"), (ago + 4, "opportunity"), (ago, "won")),
            kind="repeat" if number else "new",
            probability=90,
        )
        for number, ago in enumerate(agos)
    )


_DEALS = (
    # of the documents
    _Deal(
        "C003",
        ME,
        ("Annual maintenance", "年度系统维保"),
        _CARE,
        "36万",
        (),
        contract=(347, -18),
        known=352,
    ),
    _Deal(
        "C003",
        ME,
        ("Further licences, tailored upgrade", "50万增购：定制化升级方案"),
        _PLATFORM,
        "50万",
        ((64, "lead"), (47, "nurtured"), (26, "qualified"), (4, "opportunity")),
        kind="upsell",
        probability=70,
        closes=24,
    ),
    _Deal(
        "C004",
        ME,
        ("Framework contract for a year", "年度合作协议"),
        _WAREHOUSE,
        "80万",
        ((41, "lead"), (22, "nurtured"), (6, "qualified")),
        probability=40,
        closes=62,
        note=("At least 800,000, agreed within 3 months", "年度合作协议≥80万，3个月内达成合作意向"),
    ),
    _Deal(
        "C001",
        ME,
        ("Annual purchasing package with training", "年度采购套餐+免费售后培训"),
        _TRAINING,
        "28万",
        ((26, "lead"), (20, "qualified"), (13, "opportunity")),
        probability=60,
        closes=15,
    ),
    _Deal(
        "C002",
        ME,
        ("From trial to licence, interfaces", "试用转正式+接口开发"),
        _PLATFORM,
        "18万",
        ((24, "lead"), (12, "nurtured")),
        probability=30,
        closes=40,
    ),
    _Deal(
        "C005",
        PRODUCT,
        ("Cost report for two plants", "两厂区成本报表"),
        _PLATFORM,
        "22万",
        ((80, "lead"), (61, "nurtured")),
        probability=20,
        closes=55,
    ),
    _Deal(
        "C006",
        FOURTH,
        ("Data security package", "数据安全升级包"),
        _PLATFORM,
        "65万",
        ((90, "lead"), (70, "qualified"), (33, "opportunity")),
        probability=50,
        closes=20,
    ),
    # orders that come again and again: one in its rhythm, one late
    *_orders(32, ("Labels for a season", "季度标签耗材"), _LABELS, "12万", (158, 103, 47)),
    *_orders(2, ("Spare readers", "备用扫描终端"), _LABELS, "9万", (165, 122, 80)),
    # won
    _Deal(
        0,
        ME,
        ("Third line", "3号线上线"),
        _LABELS,
        "46万",
        ((150, "lead"), (131, "nurtured"), (110, "qualified"), (96, "opportunity"), (72, "won")),
    ),
    _Deal(
        28,
        ME,
        ("Second warehouse", "二期仓储"),
        _WAREHOUSE,
        "120万",
        ((120, "qualified"), (88, "opportunity"), (29, "won")),
        kind="cross_sell",
        contract=(25, -340),
    ),
    _Deal(
        1,
        LEAD,
        ("Platform for the group", "集团业务平台"),
        _PLATFORM,
        "98万",
        ((140, "lead"), (118, "qualified"), (90, "opportunity"), (51, "won")),
    ),
    _Deal(
        10,
        PRODUCT,
        ("Maintenance, second year", "维保续约"),
        _CARE,
        "24万",
        ((75, "opportunity"), (60, "won")),
        kind="renewal",
        contract=(55, -310),
    ),
    # lost
    _Deal(
        13,
        LEAD,
        ("Warehouse by voice", "语音拣选"),
        _WAREHOUSE,
        "54万",
        ((105, "lead"), (84, "qualified"), (57, "opportunity"), (29, "lost")),
        reason="competitor",
        lost_to=_COMPETITOR_A,
    ),
    _Deal(
        16,
        ME,
        ("Cost report", "成本报表"),
        _PLATFORM,
        "16万",
        ((92, "lead"), (70, "nurtured"), (44, "lost")),
        reason="budget",
    ),
    # in the funnel
    _Deal(
        4, ME, ("Pilot plant", "试点车间"), _LABELS, "19万", ((30, "lead"), (13, "nurtured")), probability=25, closes=70
    ),
    _Deal(
        8,
        ME,
        ("Warehouse for returns", "退货仓"),
        _WAREHOUSE,
        "42万",
        ((34, "lead"), (25, "nurtured"), (15, "qualified"), (4, "opportunity")),
        probability=80,
        closes=6,
    ),
    _Deal(
        20, ME, ("Delivery notes without paper", "无纸化送货单"), _PLATFORM, "26万", ((33, "lead"), (7, "qualified"))
    ),
    _Deal(24, ME, ("Training of the shifts", "班组培训"), _TRAINING, "6万", ((16, "lead"),), kind="cross_sell"),
    _Deal(
        5,
        LEAD,
        ("Cold store", "冷库改造"),
        _WAREHOUSE,
        "75万",
        ((31, "lead"), (18, "nurtured")),
        probability=30,
        closes=90,
    ),
    _Deal(9, LEAD, ("Label printing", "标签打印"), _LABELS, "8万", ((28, "lead"),), probability=10),
    _Deal(
        6,
        PRODUCT,
        ("Two more sites", "新增两个站点"),
        _PLATFORM,
        "33万",
        ((35, "lead"), (21, "qualified"), (4, "opportunity")),
        probability=60,
        closes=12,
    ),
    _Deal(
        14,
        PRODUCT,
        ("Interfaces to the cash desk", "收银接口"),
        _PLATFORM,
        "USD 30,000",
        ((66, "lead"), (40, "nurtured")),
        probability=20,
        closes=80,
    ),
    _Deal(
        7,
        FOURTH,
        ("Smart racks", "智能货架"),
        _WAREHOUSE,
        "58万",
        ((29, "lead"), (17, "nurtured"), (9, "qualified")),
        probability=45,
        closes=35,
    ),
    _Deal(
        3,
        FOURTH,
        ("Maintenance", "系统维保"),
        _CARE,
        "15万",
        ((52, "lead"), (30, "qualified")),
        probability=50,
        closes=28,
    ),
)

# name, strengths, weaknesses, price, our answer
_COMPETITORS: tuple[tuple[Pair, Pair, Pair, Pair, Pair], ...] = (
    (
        _COMPETITOR_A,
        ("Low entry price, quick quotes", "入门价低，报价快"),
        ("Response slows down under load: 2.1 s with 500 users", "高负载下响应变慢：500用户时2.1秒"),
        ("About 10 % below us for the first year", "首年比我方低约10%"),
        (
            (
                "Response time under load: ours 0.8 s with 500 users, measured with load balancing; over three years "
                "we cost less, since their upgrades are extra"
            ),
            "响应速度对比：500用户并发我方0.8秒（含负载均衡实测）；三年总成本更低，对方升级另收费",
        ),
    ),
    (
        _YUNXIU,
        ("Many interfaces ready made", "现成接口多"),
        ("No technicians of its own in the region", "本地无自有技术人员"),
        ("By interface; from the fourth on dearer than we are", "按接口收费，四个以上高于我方"),
        (
            "Our technician is there within 4 hours; interfaces are part of the price",
            "我方技术员4小时到场；接口费已含在报价内",
        ),
    ),
    (
        _SHILAN,
        ("Strong in warehouses with cranes", "立体库经验丰富"),
        ("Needs six months until the start", "实施周期需六个月"),
        ("About 20 % above us", "比我方高约20%"),
        (
            "We start in six weeks, one hall at a time, and the goods keep moving",
            "六周上线，分区切换，不停产",
        ),
    ),
)


def pipeline(script: Script, codes: Mapping[int, str]) -> None:
    """All deals and competitors. `codes` are the customers' codes by their place in companies.NAMES."""
    for minute, (name, *card) in enumerate(_COMPETITORS):
        fields = dict(zip(("strengths", "weaknesses", "price", "our_answer"), map(script.say, card), strict=True))
        script.competitor(script.at(_ROLLED_OUT, 17, minute), script.say(LEAD), {"name": script.say(name), **fields})
    for number, deal in enumerate(_DEALS):
        assert isinstance(deal.at, str) or deal.at < len(NAMES)
        _tell(script, f"deal {number}", deal, deal.at if isinstance(deal.at, str) else codes[deal.at], number)


def _tell(script: Script, name: str, deal: _Deal, code: str, number: int) -> None:
    who = script.say(deal.who)
    fields = {
        "customer": code,
        "name": script.say(deal.name),
        "product": script.say(deal.product),
        "amount": deal.amount,
        "kind": deal.kind,
        "channel": _CREDITED[number % len(_CREDITED)],
        "probability": "" if deal.probability is None else str(deal.probability),
        "expected_close": "" if deal.closes is None else script.day(-deal.closes).isoformat(),
        "note": "" if deal.note is None else script.say(deal.note),
    }
    if deal.contract is not None:
        first, last = deal.contract
        fields |= {"contract_from": script.day(first).isoformat(), "contract_to": script.day(last).isoformat()}
    if deal.known is not None:
        closed = script.typed(script.at(deal.known, 15))
        script.deal(script.at(_ROLLED_OUT, 16, number), who, name, {**fields, "stage": "won", "closed_at": closed})
        return
    (made, stage), *moves = deal.moves
    script.deal(script.at(script.workday(made), 11, 20 + number), who, name, {**fields, "stage": stage})
    for ago, stage in moves:
        at = script.at(script.workday(ago), 17, 5 + number)
        lost_to = script.say(deal.lost_to) if stage == "lost" and deal.lost_to is not None else None
        script.move_deal(at, who, name, stage, reason=deal.reason if stage == "lost" else None, lost_to=lost_to)
