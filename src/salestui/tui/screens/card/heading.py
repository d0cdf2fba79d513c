"""The lines on top of a card: who this is, what burns, whom to call – all a call needs, without a key pressed."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from textual.content import Content

from salestui.domain.clock import state
from salestui.domain.deals import OPEN
from salestui.domain.orders import orders
from salestui.domain.rows import ContactRow
from salestui.domain.words import ClockState, DecisionRole, DueKind, Stage
from salestui.i18n import _, label, ngettext
from salestui.presenting import open_deals_text, orders_text
from salestui.sentences import SIGNS, about, cooperation, moment, standing, why
from salestui.services.decision_chain import to_call
from salestui.services.desk import Desk
from salestui.services.finding import Face
from salestui.tui.text import cells, content, fit

TONES = {ClockState.OVERDUE: "overdue", ClockState.DUE_SOON: "soon"}
_COLOURS = {ClockState.OVERDUE: "$text-error", ClockState.DUE_SOON: "$text-warning"}
_ROUTINE = (DueKind.PROFILE_REVIEW, DueKind.CONTACT_RHYTHM)
_MOST_WARNINGS = 2  # lines; the card is not a list of complaints
DECIDES, ELSE = "▸", "·"  # before whoever decides, and before the others


def heading(face: Face, warnings: Sequence[str], desk: Desk, *, width: int, most: int, waits_below: bool) -> Content:
    """At most `most` lines of `width` cells: name, facts, history; what burns, early warnings (R12); whom to call.

    Where there are few, the history goes, then all but the worst of what burns. `waits_below`: what waits has a place
    of its own on the screen.
    """
    name = [_name(face, width), content(fit(_facts(face), width), "$foreground-muted")]
    person = to_call(face.contacts)
    after = [content(fit(f" ! {warning}", width), "$text-warning") for warning in warnings[:_MOST_WARNINGS]]
    call = _call(person) if person is not None else " " + _("nobody to call yet – c adds a contact")
    after.append(content(fit(call, width), "bold" if person is not None else "$foreground-muted"))
    room = most - len(name) - len(after)
    waits = [] if waits_below else list(_waits(face, desk, width=width, most=max(1, room - 1)))
    history = [content(fit(_history(face, desk.zone), width), "$foreground-muted")] if room > len(waits) else []
    return Content("\n").join([*name, *history, *waits, *after])


def _name(face: Face, width: int) -> Content:
    """Code and name, and on the right, where there is room, who looks after it."""
    customer = face.customer
    text = f" {customer.code}  {customer.name}"
    if customer.archived:
        text += "  " + _("(archived)")
    owner = customer.owner or ""
    room = width - cells(owner) - 2
    if not owner or cells(text) > room - 2:
        return content(fit(text, width), "bold")
    return Content.assemble(content(fit(text, room), "bold"), content(f" {owner} ", "$foreground-muted"))


def _facts(face: Face) -> str:
    profile = face.profile
    words = [
        _("grade {grade}", grade=profile["grade"]) if profile["grade"] else "",
        *(label(name, str(profile[name])) if profile[name] else "" for name in ("segment", "care")),
        label("stage", str(profile["stage"] or Stage.PROSPECT)),
        str(profile["industry"] or ""),
        str(profile["region"] or ""),
    ]
    tags = profile["tags"]
    if isinstance(tags, tuple):
        words.append(" ".join(f"#{tag}" for tag in tags))
    return " " + " · ".join(word for word in words if word)


def _history(face: Face, zone: tzinfo) -> str:
    parts = []
    if face.customer_since is not None:
        today = face.now.astimezone(zone).date()
        parts.append(
            _("customer since {day} ({time})", day=face.customer_since, time=cooperation(face.customer_since, today))
        )
    history = orders(face.deals)
    if history is not None:
        parts.append(orders_text(history, face.now, zone))
    parts.append(open_deals_text([row for row in face.deals if row.stage in OPEN]))
    parts += [f"{label('method', method)} ×{n}" for method, n in face.touches]
    last = face.last_contacted_at
    parts.insert(0, _("no contact yet") if last is None else _("last contact {at}", at=moment(last, face.now, zone)))
    return " " + " · ".join(part for part in parts if part)


def _waits(face: Face, desk: Desk, *, width: int, most: int) -> Iterator[Content]:
    """The worst of what waits; reviews and rhythms only from due soon on, as on Today."""
    burning = [row for row in face.waiting if state(row.clock, face.now) in _COLOURS or row.clock.kind not in _ROUTINE]
    shown = burning if len(burning) <= most else burning[: max(1, most - 1)]
    working = desk.book.calendar.working
    for row in shown:
        found = state(row.clock, face.now)
        head = f" {SIGNS[found]} {standing(row.clock, face.now)}"
        rest = f"  {about(row)}  ({why(row, face.now, desk.zone, working=working)})"
        yield Content.assemble(content(head, _COLOURS.get(found, "")), content(fit(rest, max(0, width - cells(head)))))
    left = len(burning) - len(shown)
    if left and most > 1:
        yield content(ngettext("   and one more waits", "   and {n} more wait", left), "$foreground-muted")


def _call(person: ContactRow) -> str:
    number = person.mobile or person.phone or person.email or person.messaging or _("no number")
    name = f"{person.name} {person.title or ''}".rstrip()
    return f" {sign_of(person)} " + " · ".join(part for part in (name, number, role_of(person)) if part)


def sign_of(person: ContactRow) -> str:
    """A sign for whoever decides."""
    return DECIDES if person.decision_role is DecisionRole.DECISION_MAKER else ELSE


def role_of(person: ContactRow) -> str:
    """A contact's part in the decision, and how deeply involved."""
    role = label("decision_role", person.decision_role) if person.decision_role else ""
    deep = _("involvement {level}", level=label("level", person.involvement)) if person.involvement else ""
    return " · ".join(part for part in (role, deep) if part)


def numbers_of(person: ContactRow) -> Sequence[str]:
    """All ways to reach a contact, the quickest first."""
    return tuple(part for part in (person.mobile, person.phone, person.email, person.messaging) if part)
