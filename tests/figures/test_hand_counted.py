"""Every formula and every edge of it, counted by hand: the company is `small_company`, the arithmetic stands here.

A `#` begins the reason. Money is in fen and cents, a cycle in days. A period with `<` stands for what it is compared
with.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import pytest

from salestui.domain.figures import FigureId
from salestui.domain.instants import to_ms
from salestui.domain.periods import parse_period
from salestui.domain.readings import Reading, Scope
from salestui.services.desk import Desk
from salestui.services.figures import measure
from tests.figures import recount, small_company
from tests.figures.comparing import company_of

SPRING = """
sales_amount          2024-01    all          0@CNY                           # nothing yet
sales_amount          2024-02    all          1500000@CNY
    # D1 10,000 + D5 5,000, whose customer was archived later; not D6 (archived), D7 (undone), D4 (lost then)
sales_amount          2024-03    all          5000000@CNY 50000@USD
    # D2 20,000 + D4 30,000, won at last; D3 at 00:00 of March 1: two currencies, two sums
sales_amount          2024-04    all          1000000@CNY
    # D10 4,000 + D11 6,000; D9 has no amount
sales_amount          2024-05    all          500000@CNY                      # D12
sales_amount          <2024-05   all          400000@CNY
    # ten days of April: D10 at 23:59 of the 10th, not D11 a minute later
sales_amount          2024-Q1    all          6500000@CNY 50000@USD           # 15,000 + 50,000; 500
sales_amount          2024       all          8000000@CNY 50000@USD           # + 10,000 + 5,000
sales_amount          2024-W09   all          500000@CNY 50000@USD
    # Mon Feb 26 – Sun Mar 3: D5, won on the 28th whenever that was written, and D3
sales_amount          2024-02-29..2024-03-01 all          0@CNY 50000@USD     # D3 alone
sales_amount          2024-05    Li           500000@CNY                      # D12 is Li's by now
sales_amount          2024-03    Wang         2000000@CNY                     # D2
sales_amount          2024-02    key_account  1500000@CNY                     # Alpha and Epsilon
sales_amount          2024-03    华东           2000000@CNY 50000@USD           # Gamma's D2, Alpha's D3
sales_amount          2024-03    C            2000000@CNY                     # Gamma's D2
won_deals             2024-01    all          0
won_deals             2024-02    all          2                               # D1, D5
won_deals             2024-03    all          3                               # D2, D3, D4
won_deals             2024-04    all          4                               # D9, D10, D11, D13
won_deals             2024-04    potential    2                               # Beta's D10, D11
new_customers         2024-01    all          1                               # Alpha at 23:59 of the 31st
new_customers         2024-02    all          2
    # Beta at 00:00 of the 1st, Gamma at 23:59 of the 29th; Epsilon is archived, another undone
new_customers         2024-03    all          1                               # Delta at 00:00
new_customers         2024-02    Wang         1                               # Gamma
new_customers         2024-02-29..2024-02-29 all          1                   # Gamma
interest_conversion   2024-01    all          0/0                             # nothing divides
interest_conversion   2024-02    all          2/2
    # Alpha: D1 since; Beta, back and again, once: D4 since; not Epsilon, archived
interest_conversion   2024-03    all          1/1                             # Gamma: D2 since; Delta's was undone
interest_conversion   2024-02    B            1/1                             # Beta
average_deal          2024-01    all          0/0@CNY                         # nothing divides
average_deal          2024-02    all          1500000/2@CNY                   # D1, D5
average_deal          2024-03    all          5000000/2@CNY 50000/1@USD
average_deal          2024-05    all          500000/1@CNY                    # one deal
repurchase_rate       2024-01    all          0/0
repurchase_rate       2024-02    all          0/1
    # Alpha once (D6 is archived); Epsilon is archived
repurchase_rate       2024-03    all          1/3
    # Alpha: D1, then D3 in March; Beta, Gamma once
repurchase_rate       2024-04    all          2/4
    # Alpha with D9, Beta with D10, D11; Gamma, Delta once
repurchase_rate       2024-05    all          1/4
    # Gamma: D2, D12; the last ones of Alpha and Beta were in April
repurchase_rate       2024-04    Wang         0/2                             # Gamma, Delta
win_rate              2024-01    all          0/0
win_rate              2024-02    all          2/2
    # D1, D5; D4, lost on the 27th, was opened again
win_rate              2024-03    all          3/4                             # D2, D3, D4 won, D8 lost
win_rate              2024-03    Wang         1/2                             # D2, D8
response_on_time      2024-02    all          2/4 A:1/2 B:0/1 C:1/1 R1:2/3 R3:0/1
    # I1 at exactly 2 h; I5 after 72 h; I2 due 23:00 of the 29th; I3 answered on the 29th; not I4, nor I9,
    # answered in time and archived
response_on_time      2024-03    all          1/3 A:0/1 B:0/1 C:1/1 R1:1/3
    # I2 answered at 00:30 of the 1st, late; I3 due at noon of the 1st; I6 regraded to A: due at 12:00, answered at
    # 14:00
response_on_time      2024-05    all          0/1 A:0/1 R2:0/1
    # I8 due at 11:00 today; I7 is not due before 15:00
response_on_time      2024-02    Wang         1/1 C:1/1 R1:1/1                # I3: Gamma is Wang's
written_on_time       2024-02    all          4/6
    # F1, F2, F10, F6 after exactly 24:00:00; F7 a minute later, F3 half an hour later; the imported one does not say;
    # F9 is archived
written_on_time       2024-03    all          2/2                             # F4, F5
written_on_time       2024-04    all          0/0
written_on_time       2024-02    Wang         0/1                             # F3
follow_up_on_time     2024-02    all          2/4
    # for the 12th: F2; for the 15th: nobody until the 20th; for the 26th, which replaced the 20th: F6 on the 27th;
    # for the 29th: F7
follow_up_on_time     2024-03    all          1/2
    # at 24:00 of the 29th, which is March: F4 half an hour late; for the 31st: F5; the 8th was withdrawn
follow_up_on_time     2024-05    all          0/1
    # Delta's at 11:00 today; not Alpha's at 18:00, nor Gamma's, which has until the day ends
follow_up_on_time     2024-03    Wang         1/1
activities            2024-02    all          7 phone:3 messaging:1 visit:1 email:1 demo:1
    # F1 F10 F3, F2, F6, F7, the imported one; F9 is archived
activities            2024-03    all          2 phone:1 visit:1               # F4, F5
activities            2024-02-29..2024-02-29 all          1 phone:1           # F3
activities            2024-02    B            2 visit:1 email:1               # Beta's F6, F7
task_completion       2024-01    all          0/0
task_completion       2024-02    all          1/2
    # T1 at 23:00 of the 29th, T2 a minute past midnight; T4 dropped; T5, and T11, done, are archived
task_completion       2024-03    all          1/2
    # T3, due at 24:00 of February 29; T6 done in time and accepted too late
task_completion       2024-05    all          0/1                             # T8; T7 has until the day ends
task_completion       2024-03    Wang         1/1                             # T3
task_completion       2024-03    potential    0/1                             # T6, Beta's
satisfaction          2024-01    all          0/0
satisfaction          2024-02    all          150/2                           # Alpha 80, Beta 70; Epsilon is archived
satisfaction          2024-03    all          160/2                           # Alpha 90 at 00:00 of the 1st
satisfaction          2024-05    all          160/2                           # the 50 was undone
revenue_growth        2024-02    all          1500000/0@CNY                   # nothing before: undefined
revenue_growth        2024-03    all          3500000/1500000@CNY 50000/0@USD  # 50,000 − 15,000; 500 − 0
revenue_growth        2024-04    all          -4000000/5000000@CNY -50000/50000@USD  # 10,000 − 50,000; 0 − 500
revenue_growth        2024-05    all          100000/400000@CNY
    # 5,000 − 4,000: ten days beside ten days
upsell_amount         2024-03    all          2000000@CNY                     # D2
upsell_amount         2024-04    all          400000@CNY                      # D10, cross-sold
upsell_amount         2024-02    all          0@CNY
order_conversion      2024-02    all          4/5
    # created: D1 D3 D4 D5 D7, not D6 (archived); D7 is open
order_conversion      2024-03    all          1/2                             # D2, D8
order_conversion      2024-01    all          0/0
retention             2024-02    all          0/0
retention             2024-03    all          1/1                             # Alpha since February
retention             2024-04    all          3/3
    # Gamma, lost from the last minute of March, came back in the last hour of April
retention             2024-05    all          3/4
    # Alpha, Gamma, Delta; Beta was lost on the 5th
channel_contribution  2024-02    all          1500000/1500000@CNY trade_fair:1500000/1500000@CNY  # D1, D5
channel_contribution  2024-03    C            0/2000000@CNY unknown:2000000/2000000@CNY
    # D2, which names no channel
channel_contribution  2024-03    key_account  0/0@CNY 50000/50000@USD referral:50000/50000@USD
    # D3 alone: of CNY nothing divides
sales_cycle           2024-01    all          –
sales_cycle           2024-02    all          16                              # 14 days (D1), 18 (D5)
sales_cycle           2024-03    all          5
    # 4 (D2), 5 (D3, over February 29), 34 (D4, from its creation)
sales_cycle           2024-04-18..2024-04-18 all          0
    # D13, written down two days after it was won: never less than nothing
sales_cycle           2024-05    all          1                               # one deal
sales_velocity        2024-01    all          –@CNY                           # nothing divides
sales_velocity        2024-02    all          93750@CNY
    # D3 and D7 open, D4 lost then: 2 × 1 × 750,000 ÷ 16
sales_velocity        2024-03    all          375000@CNY 7500@USD
    # D7 open: 1 × 3/4 × 2,500,000 ÷ 5; × 50,000
proposals_sent        2024-02    all          1/2
    # D1: sent; D4, twice an opportunity: the 报价 is not done, the demo is none
proposals_sent        2024-03    all          0/0
plan_progress         2024-02    all          1 elapsed:1                     # T1
plan_progress         2024-05    all          2/5 elapsed:11/25
    # T9 30 % of 20 days, T10 80 % of 5; 9 and 2 days have passed
plan_progress         2024-05    Li           3/10 elapsed:9/20               # T9
plan_progress         2024-01    all          –
"""

NEW_YORK = """
sales_amount          2026-10    all          100@CNY                         # 1
sales_amount          2026-11    all          1400@CNY                        # 2 + 4 + 8
sales_amount          2026-11-01..2026-11-01 all          600@CNY             # 2 + 4: the day has 25 hours
sales_amount          2026-12    all          24000@CNY                       # 16 + 32 + 64 + 128
sales_amount          2026-W53   all          201600@CNY
    # December 28 – January 3: 32 + 64 + 128 + 256 + 512 + 1,024, not the 16 of the 27th
sales_amount          2027-W01   all          0@CNY
sales_amount          2026       all          25500@CNY                       # 1 + 14 + 240
sales_amount          2027       all          179200@CNY                      # 256 + 512 + 1,024
sales_amount          2027-Q1    all          179200@CNY
sales_amount          <2027-01   all          1600@CNY                        # December 1–27: 16
"""

SHANGHAI = """
sales_amount          2026-10    all          0@CNY
sales_amount          2026-11    all          1500@CNY                        # 1 + 2 + 4 + 8
sales_amount          2026-11-01..2026-11-01 all          300@CNY             # 1 + 2
sales_amount          2026-12    all          4800@CNY                        # 16 + 32
sales_amount          2026-W53   all          100800@CNY
    # 16 at 00:00 of Monday + 32 + 64 + 128 + 256 + 512 at 23:59 of Sunday
sales_amount          2027-W01   all          102400@CNY                      # 1,024
sales_amount          2026       all          6300@CNY                        # 15 + 48
sales_amount          2027       all          198400@CNY                      # 64 + 128 + 256 + 512 + 1,024
sales_amount          <2027-01   all          0@CNY                           # December 1–27
"""

_SCOPES = {
    "all": Scope(),
    "Li": Scope(owner="Li"),
    "Wang": Scope(owner="Wang"),
    "key_account": Scope(segment="key_account"),
    "potential": Scope(segment="potential"),
    "B": Scope(grade="B"),
    "C": Scope(grade="C"),
    "华东": Scope(region="华东"),
}


@dataclass(frozen=True)
class Line:
    """A line of a table: what is asked for, and what a hand count gives."""

    figure: FigureId
    period: str
    scope: Scope
    told: str

    @property
    def expected(self) -> set[tuple[str, str | None, object]]:
        """(part, currency, reading)"""
        return {_parsed(self.figure, text) for text in self.told.split()}


def _parsed(figure: FigureId, text: str) -> tuple[str, str | None, object]:
    rest, _at, currency = text.partition("@")
    part, _colon, number = rest.rpartition(":")
    if figure in recount.BY_VALUE:
        return part, currency or None, None if number == "–" else Fraction(number)
    numerator, _slash, denominator = number.partition("/")
    return part, currency or None, (int(numerator), int(denominator) if denominator else None)


def _lines(table: str) -> Iterator[Line]:
    for text in table.strip().splitlines():
        if not (words := text.partition("#")[0].split()):
            continue
        figure, period, scope, *told = words
        yield Line(FigureId(figure), period, _SCOPES[scope], " ".join(told))


def _exact(readings: list[Reading] | tuple[Reading, ...]) -> set[tuple[str, str | None, object]]:
    return {
        (
            each.part,
            each.currency,
            each.value if each.figure in recount.BY_VALUE else (each.numerator, each.denominator),
        )
        for each in readings
    }


def _measured(desk: Desk, line: Line) -> set[tuple[str, str | None, object]]:
    found = measure(desk, line.figure, parse_period(line.period.removeprefix("<")), line.scope)
    return _exact(found.before if line.period.startswith("<") else found.readings)


def _recounted(desk: Desk, line: Line) -> set[tuple[str, str | None, object]]:
    company, now, period = company_of(desk), to_ms(desk.now()), parse_period(line.period.removeprefix("<"))
    count = recount.recount_before if line.period.startswith("<") else recount.recount
    return _exact(count(company, line.figure, period, line.scope, now=now))


Count = Callable[[Desk, Line], set[tuple[str, str | None, object]]]


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The spring of 2024 in Shanghai."""
    with small_company.spring(tmp_path_factory.mktemp("spring")) as desk:
        yield desk


@pytest.mark.parametrize("count", [_measured, _recounted])
def test_every_figure_is_what_a_hand_count_gives(spring: Desk, count: Count) -> None:
    wrong = {}
    for line in _lines(SPRING):
        expected, found = line.expected, count(spring, line)
        # Of a currency or a part that only another period has, nothing may be told or a nought.
        left_over = {each for each in found - expected if each[2] not in ((0, None), (0, 0), None)}
        if expected - found or left_over:
            wrong[line] = found
    assert wrong == {}


@pytest.mark.parametrize("count", [_measured, _recounted])
@pytest.mark.parametrize(("zone", "table"), [("America/New_York", NEW_YORK), ("Asia/Shanghai", SHANGHAI)])
def test_periods_begin_and_end_at_the_desks_own_midnight(
    tmp_path_factory: pytest.TempPathFactory, zone: str, table: str, count: Count
) -> None:
    with small_company.new_year(tmp_path_factory.mktemp("new-year"), zone) as desk:
        for line in _lines(table):
            assert count(desk, line) == line.expected, line
