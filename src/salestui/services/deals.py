"""Deals: added, changed, moved through the funnel with the date of every stage kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salestui.domain.deals import DealMoveError, DealStanding, MoveProblem, corrected, moved
from salestui.domain.fields import Value
from salestui.domain.instants import from_ms
from salestui.domain.words import DealStage, LostReason
from salestui.errors import InvalidValueError, UsageError
from salestui.i18n import _, label, listed
from salestui.sentences import moment
from salestui.services.desk import Desk
from salestui.services.entering import columns, values
from salestui.services.merging import Seen, merge
from salestui.services.naming import active_customer, record_named
from salestui.services.records import Saved, put, stays
from salestui.store.command import Work
from salestui.store.models import Competitor, Deal, DealStageChange

_STANDING = ("stage", "closed_at", "lost_reason", "lost_to")  # change together, by a move


@dataclass(frozen=True, slots=True)
class MovedDeal:
    """A deal that was moved, and what its new stage calls for (R13): a won one is to be handed over."""

    saved: Saved
    stage: DealStage

    @property
    def is_order(self) -> bool:
        """Whether it was won: then a handover and the next contact are to be offered."""
        return self.stage is DealStage.WON


def add_deal(desk: Desk, typed: Mapping[str, str]) -> Saved:
    """A new deal of a customer; its owner is whoever sits at the desk unless one is given.

    A deal written down when it was closed already says when (`closed_at`), and a lost one why (`lost_reason`).
    """
    typed = {"owner": desk.settings.owner, **typed}
    found = values(desk, "deal", typed)
    customer = active_customer(desk, typed["customer"]).id
    _check_span(found.get("contract_from"), found.get("contract_to"))
    stage = found.get("stage") or DealStage.LEAD
    assert isinstance(stage, DealStage)  # the field's own words
    with desk.command("add_deal") as work:
        at = _entered_at(found, work.at)
        standing = DealStanding(DealStage.LEAD, at)
        if stage is not DealStage.LEAD:
            standing = _moved(desk, work, standing, stage, at, found)
        stated = columns(desk, "deal", found).items()
        held = {name: value for name, value in stated if name not in _STANDING and value is not None}
        renews = _renewed(desk, customer, typed.get("renews"))
        # Any: column values
        all_columns: dict[str, Any] = {**held, **_columns_of(standing), "renews_id": renews}
        deal = work.add(Deal, customer_id=customer, created_at=work.at, **all_columns)
        work.flush()
        work.add(DealStageChange, deal_id=deal.id, stage=standing.stage, entered_at=at)
        work.subject = deal.ref
    return Saved(work.seq, "deal", deal.ref, deal.name)


def change_deal(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen | None = None) -> Saved:
    """Change fields of a deal; a new stage is a move. `seen` as for a customer."""
    found = values(desk, "deal", typed, partial=True)
    stays("deal", typed)
    with desk.command("change_deal") as work:
        deal = work.get(Deal, key)
        merged = merge(desk, "deal", key, typed, seen)
        kept = merged.kept(found)
        held = {name: value for name, value in columns(desk, "deal", kept).items() if name not in _STANDING}
        _check_span(held.get("contract_from", deal.contract_from), held.get("contract_to", deal.contract_to))
        for name, value in held.items():
            setattr(deal, name, value)
        if "renews" in kept:
            deal.renews_id = _renewed(desk, deal.customer_id, typed["renews"], but_not=key)
        if any(name in kept for name in _STANDING):
            _restand(desk, work, deal, kept)
        work.subject = deal.ref
    return Saved(work.seq, "deal", deal.ref, deal.name, merged.meanwhile)


def move_deal(
    desk: Desk,
    key: str,
    stage: str,
    *,
    reason: str | None = None,
    lost_to: str | None = None,
    at: str | None = None,
    seen: Seen | None = None,
) -> MovedDeal:
    """Move a deal to `stage`; lost needs a `reason`, and may name the competitor it was lost to. All as typed.

    Raises ConflictError where somebody has moved it since it was `seen`; nothing is written then.
    """
    typed = {"stage": stage, "lost_reason": reason, "lost_to": lost_to, "closed_at": at}
    stated = {name: text for name, text in typed.items() if text}
    found = values(desk, "deal", stated, partial=True)
    with desk.command("move_deal") as work:
        deal = work.get(Deal, key)
        merge(desk, "deal", key, {"stage": stage}, seen)
        _restand(desk, work, deal, found)
        work.subject = deal.ref
    return MovedDeal(Saved(work.seq, "deal", deal.ref, deal.name), DealStage(deal.stage))


def _restand(desk: Desk, work: Work, deal: Deal, found: Mapping[str, Value]) -> None:
    """Bring stage, closing and reason into agreement, and keep the date of the stage."""
    entered = work.rows("SELECT max(entered_at) AS at FROM deal_stage_change WHERE deal_id = :deal", deal=deal.id)
    standing = DealStanding(
        DealStage(deal.stage),
        from_ms(entered[0]["at"]),
        deal.closed_at,
        LostReason(deal.lost_reason) if deal.lost_reason else None,
        deal.lost_to_id,
    )
    stage = found.get("stage", standing.stage)
    if not isinstance(stage, DealStage):
        raise InvalidValueError(_("{field} is missing – it must be filled in", field=label("field", "deal.stage")))
    if stage is not standing.stage:
        at = _entered_at(found, work.at)
        standing = _moved(desk, work, standing, stage, at, found)
        work.add(DealStageChange, deal_id=deal.id, stage=stage, entered_at=at)
    elif "lost_reason" in found or "lost_to" in found:
        standing = _corrected(desk, work, standing, found)
    elif "closed_at" not in found:
        raise UsageError(
            _("{ref} is {stage} already", ref=deal.ref, stage=label("deal_stage", stage)), _("name another stage")
        )
    for name, value in _columns_of(standing).items():
        setattr(deal, name, value)


def _entered_at(found: Mapping[str, Value], now: datetime) -> datetime:
    at = found.get("closed_at")
    return at if isinstance(at, datetime) else now


def _moved(
    desk: Desk, work: Work, standing: DealStanding, stage: DealStage, at: datetime, found: Mapping[str, Value]
) -> DealStanding:
    reason, lost_to = found.get("lost_reason"), found.get("lost_to")
    try:
        return moved(
            standing,
            stage,
            at,
            reason=reason if isinstance(reason, LostReason) else None,
            lost_to=_competitor(desk, work, lost_to) if isinstance(lost_to, str) else None,
        )
    except DealMoveError as problem:
        raise _refused(desk, problem, standing) from None


def _corrected(desk: Desk, work: Work, standing: DealStanding, found: Mapping[str, Value]) -> DealStanding:
    reason, lost_to = found.get("lost_reason", standing.lost_reason), found.get("lost_to", "")
    key = standing.lost_to if lost_to == "" else None
    try:
        return corrected(
            standing,
            reason=reason if isinstance(reason, LostReason) else None,
            lost_to=_competitor(desk, work, lost_to) if isinstance(lost_to, str) and lost_to else key,
        )
    except DealMoveError as problem:
        raise _refused(desk, problem, standing) from None


def _competitor(desk: Desk, work: Work, name: str) -> str:
    """The key of the competitor called `name`, whatever its case; one nobody knew is added by the same command.

    A rep who has just lost a deal writes the name down and goes on; the battle card can be filled in later.
    """
    found = values(desk, "competitor", {"name": name})
    rows = work.rows("SELECT id FROM competitor WHERE lower(name) = lower(:name)", name=found["name"])
    if rows:
        return str(rows[0]["id"])
    made = put(desk, work, Competitor, found)
    work.flush()
    return made.id


def _refused(desk: Desk, problem: DealMoveError, standing: DealStanding) -> InvalidValueError:
    match problem.problem:
        case MoveProblem.NEEDS_REASON:
            reasons = listed(_spelled(word) for word in LostReason)
            return InvalidValueError(_("a lost deal needs a reason"), reasons, field="lost_reason")
        case MoveProblem.NOT_LOST:
            return InvalidValueError(
                _("only a lost deal has a reason or a competitor it went to"),
                _("leave both empty, or move it to lost"),
                field="lost_reason",
            )
        case MoveProblem.BEFORE_LAST_MOVE:
            since = moment(standing.since, desk.now(), desk.zone)
            return InvalidValueError(
                _("it came to its stage later than that, at {since}", since=since),
                _("give a later time"),
                field="closed_at",
            )
        case MoveProblem.SAME_STAGE:
            stage = label("deal_stage", standing.stage)
            return InvalidValueError(_("it is {stage} already", stage=stage), field="stage")


def _spelled(reason: LostReason) -> str:
    """A reason as it is typed, with what people call it where that is something else."""
    name = label("lost_reason", reason)
    return reason.value if name == reason.value.replace("_", " ") else f"{reason.value} ({name})"


def _columns_of(standing: DealStanding) -> dict[str, object]:
    return {
        "stage": standing.stage,
        "closed_at": standing.closed_at,
        "lost_reason": standing.lost_reason,
        "lost_to_id": standing.lost_to,
    }


def _renewed(desk: Desk, customer: str, text: str | None, *, but_not: str = "") -> str | None:
    """The key of the order that a deal renews (a ref): one of the same customer that was won."""
    if not text:
        return None
    _entity, key = record_named(desk, text, only=("deal",))
    row = desk.reader.execute("SELECT customer_id, stage FROM deal WHERE id = ?", (key,)).fetchone()
    if key == but_not or row["customer_id"] != customer or row["stage"] != DealStage.WON:
        raise InvalidValueError(
            _("{ref} is no order of this customer", ref=text),
            _("name a deal of the same customer that was won"),
            field="renews",
        )
    return key


def _check_span(start: object, end: object) -> None:
    if isinstance(start, date) and isinstance(end, date) and start > end:
        raise InvalidValueError(
            _("the contract begins {start} after its end {end}", start=start, end=end),
            _("give a beginning before the end"),
            field="contract_to",
        )
