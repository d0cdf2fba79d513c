"""The values of fields, and what deals come to, as a card shows them, in the user's language."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from salestui.domain.instants import Deadline
from salestui.domain.likeness import Likeness
from salestui.domain.money import Money
from salestui.domain.orders import Orders, total
from salestui.domain.records import Field
from salestui.domain.rows import CustomerName, DealRow
from salestui.i18n import _, label, language, listed, ngettext
from salestui.sentences import promised


def field_text(field: Field, value: object) -> str:
    """The value of a field on a card: a word by its label, an amount in full, several lines as one."""
    match value:
        case tuple():
            return listed(str(each) for each in value)
        case Money():
            return money_text(value)
        case _ if field.vocabulary:
            return label(field.vocabulary, str(value))
        case _:
            return str(value).replace("\n", "; ")


def money_text(money: Money) -> str:
    """An amount with its currency, grouped by thousands; 万 and 亿 where they come out whole in 中文."""
    number, currency = str(money).split(" ")
    whole, _point, minor = number.partition(".")
    for unit, sign in ((10**8, "亿"), (10**4, "万")):
        if language() == "zh_CN" and int(whole) >= unit and int(whole) % (unit // 100) == 0 and not minor.strip("0"):
            return f"{int(whole) / unit:.2f}".rstrip("0").rstrip(".") + f"{sign} {currency}"
    return f"{int(whole):,}" + (f".{minor}" if minor.strip("0") else "") + f" {currency}"


def likeness_text(likeness: Likeness) -> str:
    """What two customers have in common."""
    match likeness:
        case Likeness.NAME:
            return _("the same name")
        case Likeness.PHONE:
            return _("the same number")
        case Likeness.EMAIL:
            return _("the same e-mail")
        case Likeness.READING:
            return _("sounds the same")
        case Likeness.TYPO:
            return _("a similar name")
        case Likeness.DOMAIN:
            return _("the same mail domain")


def looks_like(customer: CustomerName, likeness: Likeness) -> str:
    """A customer that may be the one meant, whose it is, and why: "looks like C017 Haiming (Li): the same name"."""
    return _(
        "looks like {code} {name} ({owner}): {likeness}",
        code=customer.code,
        name=customer.name,
        owner=customer.owner or "–",
        likeness=likeness_text(likeness),
    )


def orders_text(orders: Orders, now: datetime, zone: tzinfo) -> str:
    """The order history in a line: "3 orders · 360,000 CNY · last 10-04"."""
    counted = ngettext("one order", "{n} orders", orders.count)
    last = _("last {day}", day=promised(Deadline(day=orders.last_at.astimezone(zone).date()), now, zone))
    return " · ".join((counted, *map(money_text, orders.amounts), last))


def open_deals_text(rows: Sequence[DealRow]) -> str:
    """What is in the funnel in a line: "2 open deals · 1,300,000 CNY"; empty where nothing is."""
    if not rows:
        return ""
    return " · ".join((ngettext("one open deal", "{n} open deals", len(rows)), *map(money_text, total(rows))))


def weighted_text(sums: Mapping[str, int]) -> str:
    """Weighted sums by currency (minor units × 100), rounded to the nearest minor unit."""
    return listed(money_text(Money((total + 50) // 100, currency)) for currency, total in sorted(sums.items()))
