"""The score of a customer, computed by hand: every part, what is unknown, and the borders of what it suggests."""

import pytest

from salestui.domain.money import Money
from salestui.domain.score_rules import ScoreRules
from salestui.domain.scoring import Profile, Sale, Score, score
from salestui.domain.words import DealStage, Grade, Level, ScorePart, Segment, Stage

RULES = ScoreRules(industries=("制造", "Retail"), offers=("系统", "training"))
FULL = Profile(
    stage=Stage.ACTIVE,
    annual_revenue=Money(50_000_000_00, "CNY"),
    employees=200,
    industry="高端制造业",
    need_urgency=Level.HIGH,
    needs=("系统兼容性", "staff TRAINING", "price"),
)


def sale(stage: DealStage, minor: int | None = None, currency: str = "CNY") -> Sale:
    return Sale(stage, None if minor is None else Money(minor, currency), None)


def part(which: ScorePart, profile: Profile, rules: ScoreRules = RULES) -> int | None:
    return next(each.points for each in score(profile, rules, "CNY").parts if each.part is which)


def test_all_parts_known_are_weighted_and_rounded_once() -> None:
    # budget 50 × 30, potential (80 + 100) ÷ 2 = 90 × 25, industry 100 × 15, size 50 × 10, needs 2 of 3 = 67 × 20
    found = score(FULL, RULES, "CNY")
    assert [each.points for each in found.parts] == [50, 90, 100, 50, 67]
    assert not any(each.missing for each in found.parts)
    assert found.points == 71  # 7,090 ÷ 100 = 70.9
    assert (found.grade, found.segment) == (Grade.A, Segment.POTENTIAL)


@pytest.mark.parametrize(
    ("revenue", "sales", "points"),
    [
        (None, (), None),
        (4_999_999_99, (), 0),  # a fen short of the first band
        (5_000_000_00, (), 25),
        (500_000_000_00, (), 100),
        (None, (sale(DealStage.WON, 200_000_00),), 50),
        (None, (sale(DealStage.WON, 150_000_00), sale(DealStage.LEAD, 50_000_00)), 50),  # together
        (None, (sale(DealStage.LOST, 900_000_00),), None),  # nothing bought, nothing to come
        (None, (sale(DealStage.WON),), None),
        (None, (sale(DealStage.WON, 900_000_00, "USD"),), None),  # never mixed
        (5_000_000_00, (sale(DealStage.WON, 200_000_00),), 38),  # 37.5 is rounded up
    ],
)
def test_the_budget_is_the_mean_of_revenue_and_deals_by_bands(
    revenue: int | None, sales: tuple[Sale, ...], points: int | None
) -> None:
    money = None if revenue is None else Money(revenue, "CNY")
    assert part(ScorePart.BUDGET, Profile(Stage.PROSPECT, annual_revenue=money, sales=sales)) == points


def test_revenue_in_another_currency_is_not_known() -> None:
    assert part(ScorePart.BUDGET, Profile(Stage.PROSPECT, annual_revenue=Money(10**12, "USD"))) is None


@pytest.mark.parametrize(
    ("stage", "urgency", "sales", "points"),
    [
        (Stage.PROSPECT, None, (), 40),
        (Stage.LOST, None, (), 0),
        (Stage.STRATEGIC, Level.LOW, (), 60),
        (Stage.INTERESTED, Level.HIGH, (sale(DealStage.LEAD), sale(DealStage.OPPORTUNITY)), 90),  # the furthest
        (Stage.INTERESTED, Level.HIGH, (sale(DealStage.WON),), 85),  # a won deal is not open
    ],
)
def test_the_potential_is_the_mean_of_stage_urgency_and_the_furthest_open_deal(
    stage: Stage, urgency: Level | None, sales: tuple[Sale, ...], points: int
) -> None:
    assert part(ScorePart.POTENTIAL, Profile(stage, need_urgency=urgency, sales=sales)) == points


@pytest.mark.parametrize(
    ("industry", "targets", "points"),
    [
        ("retail", ("Retail",), 100),
        ("ｒｅｔａｉｌ trade", ("Retail",), 100),  # width and case
        ("banking", ("Retail",), 0),
        (None, ("Retail",), None),
        ("retail", (), None),
    ],
)
def test_the_industry_fits_where_it_holds_one_we_aim_at(
    industry: str | None, targets: tuple[str, ...], points: int | None
) -> None:
    rules = RULES._replace(industries=targets)
    assert part(ScorePart.INDUSTRY_FIT, Profile(Stage.PROSPECT, industry=industry), rules) == points


@pytest.mark.parametrize(("employees", "points"), [(None, None), (0, 0), (19, 0), (20, 25), (999, 75), (1_000, 100)])
def test_the_size_goes_by_bands(employees: int | None, points: int | None) -> None:
    assert part(ScorePart.SIZE, Profile(Stage.PROSPECT, employees=employees)) == points


@pytest.mark.parametrize(
    ("needs", "points"),
    [((), None), (("a",), 0), (("系统慢",), 100), (("系统慢", "a"), 50), (("系统慢", "a", "b"), 33)],
)
def test_the_need_match_is_the_share_of_needs_that_name_what_we_offer(
    needs: tuple[str, ...], points: int | None
) -> None:
    assert part(ScorePart.NEED_MATCH, Profile(Stage.PROSPECT, needs=needs)) == points


def test_what_is_unknown_is_left_out_and_the_other_weights_count_for_more() -> None:
    # budget 100 × 30 and potential 80 × 25 of 55: 5,000 ÷ 55 = 90.9
    found = score(Profile(Stage.ACTIVE, annual_revenue=Money(10**12, "CNY")), ScoreRules(), "CNY")
    assert (found.points, found.known_weight, found.weight) == (91, 55, 100)
    assert {each.part: each.missing for each in found.parts if each.points is None} == {
        ScorePart.INDUSTRY_FIT: ("score.industries",),
        ScorePart.SIZE: ("employees",),
        ScorePart.NEED_MATCH: ("score.offers",),
    }
    known = score(FULL._replace(industry=None, needs=()), RULES, "CNY")
    assert [each.missing for each in known.parts if each.points is None] == [
        ("industry",),
        ("core_needs", "pain_points"),
    ]


def test_with_less_than_half_of_the_weight_known_nothing_is_suggested() -> None:
    found = score(Profile(Stage.STRATEGIC, employees=2_000), RULES, "CNY")
    assert (found.points, found.grade, found.segment, found.known_weight) == (None, None, None, 35)
    assert not found.differs("C", None)


def test_half_of_the_weight_is_enough() -> None:
    rules = RULES._replace(weights={ScorePart.POTENTIAL: 1, ScorePart.SIZE: 1})
    assert score(Profile(Stage.STRATEGIC), rules, "CNY").points == 100


def test_a_part_without_a_weight_is_no_part() -> None:
    rules = RULES._replace(weights={ScorePart.POTENTIAL: 1, ScorePart.SIZE: 0})
    assert [each.part for each in score(Profile(Stage.PROSPECT), rules, "CNY").parts] == [ScorePart.POTENTIAL]


@pytest.mark.parametrize(
    ("points", "grade", "segment"),
    [
        (75, Grade.A, Segment.KEY_ACCOUNT),
        (74, Grade.A, Segment.POTENTIAL),
        (70, Grade.A, Segment.POTENTIAL),
        (69, Grade.B, Segment.POTENTIAL),
        (50, Grade.B, Segment.POTENTIAL),
        (49, Grade.B, Segment.LONG_TERM),
        (40, Grade.B, Segment.LONG_TERM),
        (39, Grade.C, Segment.LONG_TERM),
    ],
)
def test_exactly_at_a_border_the_better_is_suggested(points: int, grade: Grade, segment: Segment) -> None:
    # a size of 100 at weight `points`, an industry that does not fit at the rest
    weights = {ScorePart.SIZE: points, ScorePart.INDUSTRY_FIT: 100 - points}
    found = score(FULL._replace(employees=9_999, industry="x"), RULES._replace(weights=weights), "CNY")
    assert (found.points, found.grade, found.segment) == (points, grade, segment)


@pytest.mark.parametrize(
    ("grade", "segment", "differs"),
    [("A", "potential", False), ("B", "potential", True), ("A", None, True), (None, None, True)],
)
def test_it_differs_where_grade_or_segment_is_set_otherwise_or_not_at_all(
    grade: str | None, segment: str | None, differs: bool
) -> None:
    assert Score((), 71, Grade.A, Segment.POTENTIAL).differs(grade, segment) is differs
