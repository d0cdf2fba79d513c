"""Stretches of time that figures are counted over, many in one statement, and whose records are counted."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from salestui.domain.instants import to_ms
from salestui.domain.periods import Period
from salestui.domain.readings import NOBODY, Scope

# `start` and `end` are instants (ms), `first` and `after` the local days between them; `day` is today, `now` the
# instant up to which something due has fallen due.
SPANS = """span(k, start, "end", first, after, day, now) AS MATERIALIZED (
    SELECT key, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
           json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]')
    FROM json_each(:spans))"""


@dataclass(frozen=True, slots=True)
class Spans:
    """Periods as they stand at `now` (UTC): one that is not over ends with today."""

    periods: Sequence[Period]
    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The desk's day."""
        return self.now.astimezone(self.zone).date()

    def one_by_one(self) -> Iterator["Spans"]:
        """Each of its periods alone."""
        return (replace(self, periods=(period,)) for period in self.periods)

    def parameter(self) -> str:
        """As the statements take them: a JSON array, in the order given."""
        return json.dumps([self._span(period.to_date(self.today)) for period in self.periods])

    def _span(self, period: Period) -> tuple[int, int, str, str, str, int]:
        start, end = period.instants(self.zone)
        days = period.first.isoformat(), period.after.isoformat(), self.today.isoformat()
        return (to_ms(start), to_ms(end), *days, to_ms(self.now))


def customers_in(scope: Scope, column: str) -> str:
    """The condition that `column` is a customer of the segment, grade and region in scope."""
    conditions = _profile(scope)
    return f"{column} IN (SELECT id FROM customer WHERE {' AND '.join(conditions)})" if conditions else "1"


def counted_in(scope: Scope, column: str) -> str:
    """As `customers_in`, where customers are what is counted: of the owner in scope, and not archived."""
    if scope == Scope():
        return f"{column} NOT IN (SELECT id FROM customer WHERE archived_at IS NOT NULL)"
    conditions = ["archived_at IS NULL", *_profile(scope), owned_in(scope, "owner")]
    return f"{column} IN (SELECT id FROM customer WHERE {' AND '.join(conditions)})"


def _profile(scope: Scope) -> list[str]:
    return [f"{name} = :{name}" for name in ("segment", "grade", "region") if getattr(scope, name) is not None]


def owned_in(scope: Scope, column: str) -> str:
    """The condition that `column` is the owner in scope."""
    if scope.owner is None:
        return "1"
    return f"coalesce({column}, '') = ''" if scope.owner == NOBODY else f"{column} = :owner"


def parameters(spans: Spans, scope: Scope) -> dict[str, object]:
    """What a statement of these pieces is given."""
    return {
        "spans": spans.parameter(),
        "owner": scope.owner,
        "segment": scope.segment,
        "grade": scope.grade,
        "region": scope.region,
    }
