"""The customer feedback summary 《客户反馈汇总表》 of a period: what customers held against us. Reads only."""

from dataclasses import replace

from salestui.domain.feedback import Feedback
from salestui.domain.instants import to_ms
from salestui.domain.periods import Period
from salestui.domain.readings import Scope
from salestui.services.desk import Desk
from salestui.services.naming import known_owner
from salestui.store.reads import feedback as reads


def feedback(desk: Desk, period: Period, scope: Scope) -> tuple[Feedback, ...]:
    """Objections and complaints of `period`, the latest first. Raises NotFoundError for an owner nobody knows."""
    if scope.owner is not None:
        scope = replace(scope, owner=known_owner(desk, scope.owner))
    start, end = period.instants(desk.zone)
    return tuple(reads.feedback(desk.reader, start=to_ms(start), end=to_ms(end), scope=scope))
