"""The parts of a card that are lists of items: what waits, the decision chain, the profile; and a record in pairs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from enum import StrEnum

from salestui.domain.clock import state
from salestui.domain.deals import OPEN
from salestui.domain.orders import orders
from salestui.domain.records import RECORDS, Field
from salestui.domain.rows import ContactRow, DealRow, Waiting
from salestui.domain.words import DealStage
from salestui.i18n import _, label
from salestui.presenting import field_text, money_text, orders_text
from salestui.record_sentences import fields_told, objection_told
from salestui.sentences import SIGNS, about, moment, standing, why
from salestui.services.desk import Desk
from salestui.services.finding import Face, Shown
from salestui.services.suggesting import sales_of, suggested
from salestui.tui.commands import key_of
from salestui.tui.screens.card.heading import TONES, numbers_of, role_of, sign_of
from salestui.tui.widgets.sheet import SheetItem
from salestui.value_sentences import DIFFERS, parts_text, set_words, suggestion_text, unknown_text

SCORE = "score:"  # the key of the item that tells what is suggested


class Part(StrEnum):
    """A part of the card, in the order of its tabs."""

    STORY = "story"
    PROFILE = "profile"
    PEOPLE = "people"
    WAITING = "waiting"


IN_SHEET = (Part.WAITING, Part.PEOPLE, Part.PROFILE)  # from top to bottom where all stand in one column


def title(part: Part) -> str:
    """The part's name."""
    match part:
        case Part.STORY:
            return _("Story")
        case Part.PROFILE:
            return _("Profile")
        case Part.PEOPLE:
            return _("Decision chain")
        case Part.WAITING:
            return _("Waiting")


def items(face: Face, desk: Desk, parts: Sequence[Part], rfm: str = "") -> list[SheetItem]:
    """The items of `parts`, under their headings where there are several. `rfm`: the quintiles, once they are known."""
    profile = _profile(face, desk, rfm)
    made = {Part.WAITING: _waiting(face, desk), Part.PEOPLE: _people(face), Part.PROFILE: profile}
    found: list[SheetItem] = []
    for part in parts:
        own = list(made[part])
        if own and len(parts) > 1:
            own[0] = replace(own[0], heading=title(part))
        found += own
    return found


def part_of(key: str) -> Part:
    """The part that an item's key belongs to."""
    return {"waiting": Part.WAITING, "contact": Part.PEOPLE}.get(key.partition(":")[0], Part.PROFILE)


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def waiting_of(face: Face, key: str | None) -> Waiting | None:
    """What waits at an item."""
    return next((row for row in face.waiting if key == _waiting_key(row)), None)


def contact_of(face: Face, key: str | None) -> ContactRow | None:
    """The person at an item."""
    return next((row for row in face.contacts if key == f"contact:{row.ref}"), None)


def deal_of(face: Face, key: str | None) -> DealRow | None:
    """The deal at an item; at the order history it is the last order."""
    return next((row for row in face.deals if key == f"deal:{row.ref}"), None)


def field_of(key: str | None) -> str | None:
    """The field of the profile at an item."""
    kind, _colon, name = (key or "").partition(":")
    return name if kind == "field" else None


def _waiting_key(row: Waiting) -> str:
    return f"waiting:{row.clock.kind}:{row.clock.subject_id}:{row.clock.step}"


# ── items ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _waiting(face: Face, desk: Desk) -> Iterator[SheetItem]:
    working = desk.book.calendar.working
    for row in face.waiting:
        found = state(row.clock, face.now)
        reason = why(row, face.now, desk.zone, working=working)
        yield SheetItem(
            _waiting_key(row),
            f"{SIGNS[found]} {standing(row.clock, face.now)}  {about(row)}",
            under=(f"{reason}  {row.clock.ref}",),
            tone=TONES.get(found, ""),
        )


def _people(face: Face) -> Iterator[SheetItem]:
    for row in face.contacts:
        role, concern = role_of(row), _("cares about {concern}", concern=row.concern) if row.concern else ""
        about_them = " · ".join(part for part in (role, concern) if part)
        yield SheetItem(
            f"contact:{row.ref}",
            f"{sign_of(row)} " + " ".join(part for part in (row.name, row.title) if part),
            under=tuple(line for line in (" · ".join(numbers_of(row)), about_them) if line),
        )


def _deals(face: Face, zone: tzinfo, rfm: str) -> Iterator[SheetItem]:
    """What is in the funnel, and the order history, before the profile: the next talk is about them."""
    for row in face.deals:
        if row.stage in OPEN:
            chance = "" if row.probability is None else f"{row.probability} %"
            close = "" if row.expected_close is None else _("expected {day}", day=row.expected_close)
            amount = "" if row.amount is None else money_text(row.amount)
            under = (label("deal_stage", row.stage), amount, chance, close, row.ref)
            yield SheetItem(f"deal:{row.ref}", row.name, label("record", "deal"), under=(_dotted(*under),))
    history = orders(face.deals)
    if history is not None:
        newest = max((row for row in face.deals if row.closed_at and row.stage is DealStage.WON), key=_closed_at)
        yield SheetItem(f"deal:{newest.ref}", _dotted(orders_text(history, face.now, zone), rfm), _("order history"))


def _closed_at(row: DealRow) -> datetime:
    return row.closed_at or row.created_at


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _score(face: Face, desk: Desk) -> Iterator[SheetItem]:
    """What the score suggests: said in one line where it is set so, with its parts where it is not."""
    score = suggested(desk, face.profile, sales_of(face.deals))
    grade, segment = face.profile["grade"], face.profile["segment"]
    text = suggestion_text(score)
    under = [parts_text(score), unknown_text(score)]
    if score.differs(grade, segment):
        key = key_of("edit_profile", desk.settings.keys)
        text = f"{DIFFERS} {text}"
        under.insert(0, _("set: {words} – {key} changes it", words=set_words(grade, segment), key=key))
    yield SheetItem(SCORE, text, _("suggested"), under=tuple(line for line in under if line))


def _profile(face: Face, desk: Desk, rfm: str) -> Iterator[SheetItem]:
    yield from _deals(face, desk.zone, rfm)
    missing: list[Field] = []
    for field in RECORDS["customer"].fields:
        value = face.profile[field.id]
        if not field.settable:
            continue
        if value in (None, ()):
            missing.append(field)
        elif field.id not in ("code", "name"):
            yield SheetItem(f"field:{field.id}", field_text(field, value), label("field", f"customer.{field.id}"))
        if field.id == "segment":  # the suggestion stands beside what it is about
            yield from _score(face, desk)
    if missing:
        names = ", ".join(label("field", f"customer.{field.id}") for field in missing)
        yield SheetItem(f"field:{missing[0].id}", _("not known yet: {fields}", fields=names), tone="muted")


def told_waiting(row: Waiting, face: Face, desk: Desk) -> list[tuple[str, str]]:
    """What waits, as pairs of a label and a text, where no record is behind it."""
    stands = f"{SIGNS[state(row.clock, face.now)]} {standing(row.clock, face.now)}"
    reason = why(row, face.now, desk.zone, working=desk.book.calendar.working)
    return [(_("about"), about(row)), (_("Clock"), f"{stands}  {reason}")]


# ── a record whole ───────────────────────────────────────────────────────────────────────────────────────────────


def record_title(shown: Shown) -> str:
    """Which record it is."""
    return f"{label('record', shown.entity)} {shown.record.ref}"


def told(shown: Shown, desk: Desk) -> Iterator[tuple[str, str]]:
    """A record as pairs of a label and a text: its fields, its objections, and how its clock stands."""
    yield from fields_told(shown.entity, shown.record, shown.now, desk.zone)
    for objection in shown.objections:
        yield label("record", "objection"), objection_told(objection)
    for entry in shown.stages:
        at = moment(entry.at, shown.now, desk.zone)
        yield label("field", "deal.stage"), f"{at}  {label('deal_stage', entry.stage)}"
    working = desk.book.calendar.working
    for row in shown.waiting:
        stands = f"{SIGNS[state(row.clock, shown.now)]} {standing(row.clock, shown.now)}"
        yield _("Clock"), f"{stands}  {why(row, shown.now, desk.zone, working=working)}"
