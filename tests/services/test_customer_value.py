"""What customers are worth on the desk: orders, quintiles, lifetime value; what their score suggests, never writes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from salestui.domain.customer_value import Rfm
from salestui.domain.money import Money
from salestui.domain.score_rules import ScoreRules, ValueRules
from salestui.domain.words import Grade, Segment
from salestui.errors import NotFoundError
from salestui.services import customer_value, customers, deals, finding, records, suggesting, undoing
from salestui.services.customer_value import NO_RFM, ValueRow
from salestui.services.desk import Desk
from salestui.services.naming import customer_named, record_named
from tests.conftest import Clock


@pytest.fixture
def add(desk: Desk, clock: Clock) -> Callable[..., str]:
    """A customer with orders, each (days ago, amount as typed)."""

    def one(name: str, *orders: tuple[int, str], **fields: str) -> str:
        code = customers.add_customer(desk, {"name": name, **fields}).ref
        for days, amount in orders:
            day = f"{clock() - timedelta(days=days):%Y-%m-%d %H:%M}"
            typed = {"customer": code, "name": "x", "stage": "won", "closed_at": day, "amount": amount}
            deals.add_deal(desk, {name: text for name, text in typed.items() if text})
        return code

    return one


def rows(desk: Desk, owner: str | None = None) -> dict[str, ValueRow]:
    return {row.code: row for row in customer_value.listed(desk, owner=owner, limit=-1)}


def rfm(desk: Desk) -> dict[str, Rfm]:
    """As the list counts it; the card's way must agree."""
    found = {code: row.worth.rfm for code, row in rows(desk).items()}
    for code, counted in found.items():
        assert customer_value.rfm_of(desk, customer_named(desk, code).id) == counted, code
    return found


def test_five_customers_stand_in_five_fifths_and_who_bought_nothing_in_none(
    desk: Desk, add: Callable[..., str]
) -> None:
    add("a", (10, "500"))
    add("b", (20, "200"), (30, "200"))  # 400
    add("c", (30, "100"), (31, "100"), (32, "100"))  # 300
    add("d", (40, "50"), (41, "50"), (42, "50"), (43, "50"))  # 200
    add("e", (50, "20"), *[(50 + n, "20") for n in range(1, 5)])  # 100
    add("nobody")
    assert rfm(desk) == {
        "C001": (5, 1, 5),
        "C002": (4, 2, 4),
        "C003": (3, 3, 3),
        "C004": (2, 4, 2),
        "C005": (1, 5, 1),
        "C006": NO_RFM,
    }
    assert list(rows(desk)) == ["C001", "C002", "C003", "C004", "C005", "C006"]  # who bought most first


def test_four_customers_have_no_fifths(desk: Desk, add: Callable[..., str]) -> None:
    for n in range(4):
        add(f"c{n}", (n, str(100 + n)))
    assert set(rfm(desk).values()) == {NO_RFM}


def test_other_currencies_stand_beside_and_are_never_compared(desk: Desk, add: Callable[..., str]) -> None:
    for n in range(5):
        add(f"c{n}", (10, "100"))
    abroad = add("abroad", (10, "900 USD"), (10, ""))
    both = add("both", (10, "200"), (5, "700 EUR"))
    found = rfm(desk)
    assert found[abroad].monetary is None
    assert found[abroad].frequency == 5
    assert found[both].monetary == 5
    assert {str(found[f"C{n:03d}"].monetary) for n in range(1, 6)} == {"3"}
    worth = rows(desk)[both].worth
    assert worth.purchases is not None
    assert worth.purchases.amounts == (Money(20_000, "CNY"), Money(70_000, "EUR"))


def test_what_is_archived_counts_in_nothing(desk: Desk, add: Callable[..., str]) -> None:
    codes = [add(f"c{n}", (n + 1, str(100 * (n + 1)))) for n in range(6)]
    whose = customer_named(desk, codes[5])
    records.archive(desk, "customer", whose.id)
    assert codes[5] not in rows(desk)
    assert customer_value.rfm_of(desk, whose.id) == NO_RFM
    assert [rfm(desk)[code].monetary for code in codes[:5]] == [1, 2, 3, 4, 5]
    ((deal,),) = desk.reader.execute("SELECT ref FROM deal WHERE amount = 50000").fetchall()
    records.archive(desk, "deal", record_named(desk, deal)[1])
    assert rows(desk)[codes[4]].worth.purchases is None
    assert set(rfm(desk).values()) == {NO_RFM}  # four are left


def test_an_owners_customers_are_compared_with_everybodys(desk: Desk, add: Callable[..., str]) -> None:
    records.add(desk, "owner", {"name": "Wang"})
    for n in range(4):
        add(f"c{n}", (9, "100"))
    theirs = add("theirs", (1, "900"), owner="Wang")
    found = rows(desk, owner="Wang")
    assert list(found) == [theirs]
    assert found[theirs].worth.rfm == (5, 3, 5)
    with pytest.raises(NotFoundError):
        customer_value.values(desk, owner="Wnag")


def test_lifetime_value_is_there_once_somebody_has_stated_a_margin(desk: Desk, add: Callable[..., str]) -> None:
    code = add("a", (730, "100"), (365, "300"))
    assert rows(desk)[code].worth.lifetime is None
    desk.settings = replace(desk.settings, value=ValueRules(years=2, gross_margin=0.3))
    value = rows(desk)[code].worth.lifetime
    assert value is not None
    assert value.gross_margin == Fraction(3, 10)
    assert value.money == Money(12_000, "CNY")  # 200 a deal × 1 a year × 2 years × 0.3
    card = finding.card(desk, customer_named(desk, code))
    assert customer_value.worth(desk, card, NO_RFM).lifetime == value


# ── what is suggested ────────────────────────────────────────────────────────────────────────────────────────────

FIELDS = {
    "annual_revenue": "1亿",
    "employees": "500",
    "industry": "高端制造",
    "need_urgency": "high",
    "stage": "active",
    "core_needs": "系统升级; 培训",
    "pain_points": "价格",
}


def test_list_card_and_form_suggest_the_same(desk: Desk, add: Callable[..., str]) -> None:
    desk.settings = replace(desk.settings, score=ScoreRules(industries=("制造",), offers=("系统", "培训")))
    code = add("a", (10, "60万"), **FIELDS)
    # budget 75, potential 90, industry 100, size 75, needs 67: 2,250 + 2,250 + 1,500 + 750 + 1,340 = 80.9
    row = rows(desk)[code]
    assert (row.score.points, row.score.grade, row.score.segment) == (81, Grade.A, Segment.KEY_ACCOUNT)
    face = finding.face(desk, customer_named(desk, code))
    sales = suggesting.sales_of(face.deals)
    assert suggesting.suggested(desk, face.profile, sales) == row.score
    assert suggesting.suggested_for_typed(desk, FIELDS, sales) == row.score


def test_what_cannot_be_read_yet_is_not_known(desk: Desk) -> None:
    score = suggesting.suggested_for_typed(desk, {**FIELDS, "employees": "many", "annual_revenue": "1x"}, ())
    assert [each.points for each in score.parts] == [None, 90, None, None, None]
    assert score.points is None


def test_a_suggestion_writes_nothing(desk: Desk, add: Callable[..., str]) -> None:
    code = add("a", **FIELDS)
    before = desk.reader.execute("SELECT count(*) FROM command").fetchone()[0]
    assert rows(desk)[code].differs
    assert desk.reader.execute("SELECT grade, segment FROM customer").fetchone()[:2] == (None, None)
    assert desk.reader.execute("SELECT count(*) FROM command").fetchone()[0] == before
    customers.change_customer(desk, customer_named(desk, code).id, {"grade": "A", "segment": "key_account"})
    assert rows(desk)[code].grade is Grade.A


def test_an_undone_order_counts_no_more(desk: Desk, add: Callable[..., str]) -> None:
    code = add("a", (10, "100"))
    assert rows(desk)[code].worth.purchases is not None
    undoing.undo(desk)
    assert rows(desk)[code].worth.purchases is None
