"""What a customer is worth and what its score suggests, in words: for screens, forms and the command line."""

from fractions import Fraction
from typing import TYPE_CHECKING

from salestui.domain.scoring import Score, ScoredPart
from salestui.i18n import _, label, listed, ngettext
from salestui.presenting import money_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salestui.domain.customer_value import LifetimeValue, Purchases, Rfm
    from salestui.services.customer_value import Worth

DIFFERS = "≠"  # another grade or segment is suggested than is set


def suggestion_text(score: Score) -> str:
    """What is suggested, and the score: "A, key account – 78 of 100"; or why nothing is."""
    if score.points is None or score.grade is None or score.segment is None:
        known = f"{100 * score.known_weight // score.weight} %"
        return _("nothing suggested: only {share} of the weight is known", share=known)
    return _("{suggested} – {points} of 100", suggested=suggested_words(score), points=score.points)


def suggested_words(score: Score) -> str:
    """The grade and the segment: "A, key account"; "–" where nothing is suggested."""
    if score.grade is None or score.segment is None:
        return "–"
    return listed((score.grade, label("segment", score.segment)))


def set_words(grade: object, segment: object) -> str:
    """What is set, as `suggested_words` says it."""
    return listed((str(grade or "–"), label("segment", str(segment)) if segment else "–"))


def parts_text(score: Score) -> str:
    """The parts that are known, points and weight: "budget 90 × 30, size 60 × 10"."""
    known = [each for each in score.parts if each.points is not None]
    return listed(f"{label('score_part', each.part)} {each.points} × {each.weight}" for each in known)


def unknown_text(score: Score) -> str:
    """What is not known, and what to fill in: "not known: size (employees), need match (setting score.offers)"."""
    unknown = [each for each in score.parts if each.points is None]
    return _("not known: {fields}", fields=listed(map(_missing, unknown))) if unknown else ""


def _missing(each: ScoredPart) -> str:
    return f"{label('score_part', each.part)} ({_wanted(each)})"


def _wanted(each: ScoredPart) -> str:
    return listed(
        _("setting {name}", name=name) if "." in name else label("field", f"customer.{name}") for name in each.missing
    )


def rfm_text(rfm: "Rfm | None") -> str:
    """The quintiles: "R5 F4 M5", with a dash for what cannot be compared; empty where they are not counted yet."""
    return "" if rfm is None else " ".join(f"{sign}{fifth or '–'}" for sign, fifth in zip("RFM", rfm, strict=True))


def won_text(purchases: "Purchases") -> str:
    """What was won to date, by currency; "–" where no order has an amount."""
    return listed(map(money_text, purchases.amounts)) or "–"


def lifetime_text(worth: "Worth") -> str:
    """The lifetime value, or which setting it lacks."""
    if worth.lifetime is not None:
        return money_text(worth.lifetime.money)
    if worth.purchases is None or worth.purchases.won is None:
        return "–"
    return _("– (setting {name} is not stated)", name="value.gross_margin")


def lifetime_told(value: "LifetimeValue") -> str:
    """How the lifetime value comes about, with everything it assumes."""
    from salestui.domain.customer_value import nearest

    return _(
        "{average} a deal × {deals} deals a year × {years} years × {margin} % gross margin",
        average=money_text(nearest(value.average_deal, value.won.currency)),
        deals=_decimal(value.deals_a_year),
        years=value.years,
        margin=_decimal(100 * value.gross_margin),
    )


def _decimal(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


# ── all of it, for a reader and for `show` ───────────────────────────────────────────────────────────────────────


def worth_told(worth: "Worth") -> "Iterator[tuple[str, str]]":
    """What a customer is worth, as pairs of a label and a text."""
    found = worth.purchases
    if found is None:
        yield _("won to date"), _("nothing won yet")
        return
    yield _("won to date"), _("{sums} · {orders}", sums=won_text(found), orders=orders_counted(found.orders))
    yield "RFM", _rfm_told(worth.rfm)
    yield _("lifetime value"), lifetime_text(worth)
    if worth.lifetime is not None:
        yield _("assumed"), lifetime_told(worth.lifetime)


def _rfm_told(rfm: "Rfm") -> str:
    told = _("recency, frequency, money; 5 is the best fifth of all customers with orders")
    if rfm.recency is None:
        told = _("fewer than five customers have orders: there are no fifths")
    return f"{rfm_text(rfm)} ({told})"


def orders_counted(n: int) -> str:
    """ "one order", "3 orders"."""
    return ngettext("one order", "{n} orders", n)


def score_told(score: Score, grade: object, segment: object) -> "Iterator[tuple[str, str]]":
    """The score with its parts, as pairs of a label and a text."""
    yield _("suggested"), suggestion_text(score)
    yield _("set"), set_words(grade, segment)
    for each in score.parts:
        told = (
            _("not known: {fields}", fields=_wanted(each)) if each.points is None else f"{each.points} × {each.weight}"
        )
        yield label("score_part", each.part), told


# ── satisfaction ─────────────────────────────────────────────────────────────────────────────────────────────────


def change_text(change: int) -> str:
    """How far a score is from the one before; a fall of ten or more is an early warning."""
    from salestui.domain.warnings import FALL  # with the clocks, which a card need not load

    if change <= -FALL:
        return _("▾ down by {points} (R12)", points=-change)
    if change < 0:
        return _("down by {points}", points=-change)
    return _("up by {points}", points=change) if change else _("as before")
