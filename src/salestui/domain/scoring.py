"""The weighted score of a customer, and the grade and segment it suggests (domain.md, section 3). Pure whole numbers.

What is unknown is left out and said, and the other weights count for more. The rep decides: nothing here is written.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from salestui.domain.deals import OPEN
from salestui.domain.folding import fold
from salestui.domain.money import Money, whole_units
from salestui.domain.score_rules import ScoreRules
from salestui.domain.words import DealStage, Grade, Level, ScorePart, Segment, Stage

_URGENCY: Final = {Level.HIGH: 100, Level.MEDIUM: 60, Level.LOW: 20}
_STAGE: Final = {Stage.LOST: 0, Stage.PROSPECT: 40, Stage.INTERESTED: 70, Stage.ACTIVE: 80, Stage.STRATEGIC: 100}
_FURTHEST: Final = {
    DealStage.LEAD: 25,
    DealStage.NURTURED: 50,
    DealStage.QUALIFIED: 75,
    DealStage.OPPORTUNITY: 100,
}


class Sale(NamedTuple):
    """What of a deal counts for its customer's value and score; instants are UTC."""

    stage: DealStage
    amount: Money | None
    closed_at: datetime | None


class Profile(NamedTuple):
    """What is known of a customer that the score looks at. `sales`: its deals in sight."""

    stage: Stage
    annual_revenue: Money | None = None
    employees: int | None = None
    industry: str | None = None
    need_urgency: Level | None = None
    needs: tuple[str, ...] = ()  # core needs and pain points, one each
    sales: tuple[Sale, ...] = ()


def needs_of(*texts: str | None) -> tuple[str, ...]:
    """The single needs in texts that hold one a line, or several with a semicolon between them."""
    lines = (line.strip() for text in texts if text for line in re.split(r"[\n;；]", text))
    return tuple(dict.fromkeys(line for line in lines if line))


class ScoredPart(NamedTuple):
    """One part of a score: 0–100 points, or None with what is `missing`.

    That is the ids of fields to fill in, of which one may be enough, or the names of settings ("score.offers").
    """

    part: ScorePart
    weight: int
    points: int | None
    missing: tuple[str, ...] = ()


class Score(NamedTuple):
    """A score with its parts; `points` (0–100) and what they suggest are None where too little is known."""

    parts: tuple[ScoredPart, ...]  # those that have a weight
    points: int | None
    grade: Grade | None
    segment: Segment | None

    @property
    def weight(self) -> int:
        """What all parts weigh together."""
        return sum(each.weight for each in self.parts)

    @property
    def known_weight(self) -> int:
        """What those weigh that are known."""
        return sum(each.weight for each in self.parts if each.points is not None)

    def differs(self, grade: object, segment: object) -> bool:
        """Whether something else is suggested than is set, or than nothing."""
        return self.points is not None and (self.grade, self.segment) != (grade, segment)


def score(profile: Profile, rules: ScoreRules, currency: str) -> Score:
    """The score of a customer by `rules`; money in another currency than the desk's is not known.

    With less than half of the weight known nothing is suggested. What is shown decides: 69.5 is 70.
    """
    parts = tuple(
        _scored(part, weight, *_SCORED[part](profile, rules, currency))
        for part, weight in rules.weights.items()
        if weight
    )
    known = [(each.weight, each.points) for each in parts if each.points is not None]
    weight = sum(own for own, _points in known)
    if not weight or 2 * weight < sum(each.weight for each in parts):
        return Score(parts, None, None, None)
    points = _rounded(sum(own * points for own, points in known), weight)
    return Score(parts, points, _grade(points, rules), _segment(points, rules))


def _scored(part: ScorePart, weight: int, points: int | None, missing: tuple[str, ...]) -> ScoredPart:
    return ScoredPart(part, weight, points, missing if points is None else ())


def _grade(points: int, rules: ScoreRules) -> Grade:
    if points >= rules.grade_a:
        return Grade.A
    return Grade.B if points >= rules.grade_b else Grade.C


def _segment(points: int, rules: ScoreRules) -> Segment:
    if points >= rules.key_account:
        return Segment.KEY_ACCOUNT
    return Segment.POTENTIAL if points >= rules.potential else Segment.LONG_TERM


# ── the parts ────────────────────────────────────────────────────────────────────────────────────────────────────

_Points = tuple[int | None, tuple[str, ...]]  # and what is missing, should there be none


def _budget(profile: Profile, rules: ScoreRules, currency: str) -> _Points:
    """What the customer earns, and what it has bought or may buy: the mean of what is known."""
    found = []
    revenue = profile.annual_revenue
    if revenue is not None and revenue.currency == currency:
        found.append(_band(revenue.minor, _minor(rules.revenue_bands, currency)))
    worth = [
        sale.amount.minor
        for sale in profile.sales
        if sale.amount is not None and sale.amount.currency == currency and sale.stage is not DealStage.LOST
    ]
    if worth:
        found.append(_band(sum(worth), _minor(rules.deal_bands, currency)))
    return _mean(found), ("annual_revenue",)


def _potential(profile: Profile, _rules: ScoreRules, _currency: str) -> _Points:
    """The mean of the need's urgency, the stage of cooperation, and how far the furthest open deal has come."""
    found = [_STAGE[profile.stage]]
    if profile.need_urgency is not None:
        found.append(_URGENCY[profile.need_urgency])
    stages = [_FURTHEST[sale.stage] for sale in profile.sales if sale.stage in OPEN]
    if stages:
        found.append(max(stages))
    return _mean(found), ()


def _industry_fit(profile: Profile, rules: ScoreRules, _currency: str) -> _Points:
    """Whether the industry is, or holds in its name, one of those we aim at."""
    if not rules.industries:
        return None, ("score.industries",)
    if not profile.industry:
        return None, ("industry",)
    return (100 if _holds(profile.industry, rules.industries) else 0), ()


def _size(profile: Profile, rules: ScoreRules, _currency: str) -> _Points:
    if profile.employees is None:
        return None, ("employees",)
    return _band(profile.employees, rules.size_bands), ()


def _need_match(profile: Profile, rules: ScoreRules, _currency: str) -> _Points:
    """The share of the needs and pains that name something we offer."""
    if not rules.offers:
        return None, ("score.offers",)
    if not profile.needs:
        return None, ("core_needs", "pain_points")
    matching = sum(_holds(need, rules.offers) for need in profile.needs)
    return _rounded(100 * matching, len(profile.needs)), ()


_SCORED: Final = {
    ScorePart.BUDGET: _budget,
    ScorePart.POTENTIAL: _potential,
    ScorePart.INDUSTRY_FIT: _industry_fit,
    ScorePart.SIZE: _size,
    ScorePart.NEED_MATCH: _need_match,
}


def _holds(text: str, words: Iterable[str]) -> bool:
    folded = fold(text)
    return any(fold(word) in folded for word in words)


def _minor(bands: Sequence[int], currency: str) -> list[int]:
    return [whole_units(band, currency).minor for band in bands]


def _band(value: int, bands: Sequence[int]) -> int:
    """0–100 by how many of the bands are reached; exactly at one it is."""
    return _rounded(100 * sum(value >= band for band in bands), len(bands))


def _mean(found: Sequence[int]) -> int | None:
    return _rounded(sum(found), len(found)) if found else None


def _rounded(dividend: int, divisor: int) -> int:
    """To the nearest whole number, a half upwards; neither is negative."""
    return (2 * dividend + divisor) // (2 * divisor)
