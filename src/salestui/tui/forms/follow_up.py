"""Follow-up entry, the heart: method, what was said, the next date; then everything else that may be worth a line."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from salestui.domain.fields import FieldError, read
from salestui.domain.folding import fold
from salestui.domain.instants import Deadline
from salestui.domain.records import RECORDS
from salestui.domain.rows import CompetitorRow, CustomerName, Waiting
from salestui.domain.words import ObjectionKind
from salestui.i18n import _, label, listed
from salestui.sentences import moment, promised, span
from salestui.services import outlook, selling
from salestui.services.decision_chain import contacts_of
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.tui.forms.entry import Entry
from salestui.tui.forms.form import Form
from salestui.tui.forms.understanding import entry

if TYPE_CHECKING:
    from salestui.services.follow_ups import Forestalled, Logged

_OWN = ("objection_kind", "objection", "answer", "to_do", "answers")  # not columns of a follow-up


class FollowUpForm(Form["Logged"]):
    """Write down a contact with `customer`; `answering` is the ref of the inquiry in hand."""

    def __init__(self, desk: Desk, customer: CustomerName, *, answering: str | None = None) -> None:
        super().__init__(desk)
        self.customer = customer
        self._answering = answering
        self._cards: tuple[CompetitorRow, ...] | None = None  # with an answer; read with the first such objection
        self._promised: tuple[str, ...] = ()  # refs that the live line has said this answers
        self.reopening = Reopening(FormKind.FOLLOW_UP, customer.id, answering=answering)

    def title_line(self) -> str:
        """Whom it is about."""
        return _("Follow-up: {code} {name}", code=self.customer.code, name=self.customer.name)

    def entries(self) -> Sequence[Entry]:
        """Three fields make a call; the rest waits below."""
        names = tuple(contact.name for contact in contacts_of(self.desk, self.customer))
        objections = tuple((word.value, label("objection_kind", word)) for word in ObjectionKind)
        entries = [
            entry(self.desk, "follow_up", "method", required=True),
            entry(self.desk, "follow_up", "content", required=True),
            entry(self.desk, "follow_up", "next_at"),
            entry(self.desk, "follow_up", "next_action"),
            entry(self.desk, "follow_up", "next_method"),
            entry(self.desk, "follow_up", "contacted_at", title=_("when (now)")),
            Entry("contact", label("field", "follow_up.contact"), suggest=names),
            entry(self.desk, "follow_up", "with"),
            entry(self.desk, "follow_up", "feedback"),
            entry(self.desk, "follow_up", "need"),
            Entry("objection_kind", _("objection"), choices=objections),
            Entry("objection", _("what holds back"), lines=True),
            Entry("answer", _("our answer"), lines=True),
            Entry("to_do", _("to do @when")),
            entry(self.desk, "follow_up", "progress"),
            entry(self.desk, "follow_up", "decision_progress"),
            entry(self.desk, "follow_up", "our_people"),
        ]
        candidates = self._candidates(self.desk.now())
        if len(candidates) > 1:
            refs = tuple((row.clock.ref, f"{row.clock.ref} {row.text or ''}"[:24]) for row in candidates)
            entries.insert(3, Entry("answers", _("answers"), value=self._answering or "", choices=refs))
        return entries

    def _candidates(self, contacted_at: datetime) -> tuple[Waiting, ...]:
        return outlook.follow_up_outlook(self.desk, self.customer, contacted_at).candidates

    def live(self, typed: Mapping[str, str]) -> str:
        """What saving will do."""
        contacted_at = self._contacted_at(typed)
        if contacted_at is None:
            return ""
        now, zone = self.desk.now(), self.desk.zone
        found = outlook.follow_up_outlook(self.desk, self.customer, contacted_at)
        parts = [self._answers(found.candidates, typed.get("answers"), contacted_at)]
        if found.written_late_by is not None:
            parts.append(_("R4: written {late} late", late=span(found.written_late_by)))
        due = self._next(typed)
        if due is not None:
            parts.append(_("next due {due}", due=promised(due, now, zone)))
        return " · ".join(part for part in parts if part)

    def say_live(self) -> None:
        """As every form; and where the objection is about a competitor, its battle card under our answer."""
        super().say_live()
        self._offer_cards(self.typed())

    def _offer_cards(self, typed: Mapping[str, str]) -> None:
        row = next((row for row in self.rows if row.entry.id == "answer"), None)
        if row is None:
            return  # not composed yet
        if typed.get("objection_kind") != ObjectionKind.COMPETITOR:
            row.offer("", "")
            return
        if self._cards is None:
            self._cards = tuple(card for card in selling.competitors(self.desk) if card.our_answer)
        named = [card for card in self._cards if fold(card.name) in fold(typed.get("objection", ""))]
        if named:
            cards = "; ".join(_("{name}: {value}", name=card.name, value=card.our_answer) for card in named)
            row.offer(named[0].our_answer or "", _("→ takes our answer to {cards}", cards=" ".join(cards.split())))
        else:
            names = listed(card.name for card in self._cards)
            row.offer("", _("battle cards, once named above: {names}", names=names) if self._cards else "")

    def _answers(self, candidates: Sequence[Waiting], chosen: str | None, contacted_at: datetime) -> str:
        if len(candidates) > 1 and chosen is None:
            return _("{n} inquiries are open: say which this answers", n=len(candidates))
        for row in candidates:
            if len(candidates) == 1 or row.clock.ref == chosen:
                start = moment(row.clock.started_at, self.desk.now(), self.desk.zone)
                kind = label("inquiry_kind", row.inquiry_kind or "")
                self._promised = (row.clock.ref,)
                if row.clock.due_at is None or contacted_at <= row.clock.due_at:
                    return _("answers the {kind} of {start}, on time", kind=kind, start=start)
                late = span(contacted_at - row.clock.due_at)
                return _("answers the {kind} of {start}, {late} late", kind=kind, start=start, late=late)
        return ""

    def _contacted_at(self, typed: Mapping[str, str]) -> datetime | None:
        if "contacted_at" not in typed:
            return self.desk.now()
        try:
            found = read(RECORDS["follow_up"].field("contacted_at"), typed["contacted_at"], self.desk.reading())
        except FieldError:
            return None
        return found if isinstance(found, datetime) else None

    def _next(self, typed: Mapping[str, str]) -> Deadline | None:
        try:
            found = read(RECORDS["follow_up"].field("next_at"), typed.get("next_at", ""), self.desk.reading())
        except FieldError:
            return None
        return found if isinstance(found, Deadline) else None

    def save(self, typed: Mapping[str, str]) -> Callable[[Desk], "Logged"]:
        """Write it down."""
        fields = {name: text for name, text in typed.items() if name not in _OWN}
        expected = self._promised

        def log(desk: Desk) -> "Logged":
            from salestui.services import follow_ups

            reading = desk.reading()
            objections = []
            if "objection" in typed:
                kind = ObjectionKind(typed.get("objection_kind", ObjectionKind.OTHER))
                objections.append(follow_ups.ObjectionEntry(kind, typed["objection"].strip(), typed.get("answer")))
            to_dos = [follow_ups.to_do_of(typed["to_do"], reading)] if "to_do" in typed else []
            return follow_ups.log_follow_up(
                desk,
                self.customer.code,
                fields,
                objections=objections,
                to_dos=to_dos,
                answers=typed.get("answers"),
                expected=expected,
            )

        return log

    def told(self, saved: "Logged") -> str:
        """Its ref, whom it is about, and what it answers; or who was quicker."""
        if saved.forestalled:  # that is the news; whose it is stands in the form just left
            quicker = (self._forestalled(each) for each in saved.forestalled)
            return "; ".join([_("{ref} written down", ref=saved.ref), *quicker])
        about = {"ref": saved.ref, "code": self.customer.code, "name": self.customer.name}
        if saved.answered:
            return _("{ref} written down for {code} {name}, answers {refs}", refs=listed(saved.answered), **about)
        return _("{ref} written down for {code} {name}", **about)

    def _forestalled(self, each: "Forestalled") -> str:
        if each.at is None:
            return _("{ref} waits no longer", ref=each.ref)
        when = moment(each.at, self.desk.now(), self.desk.zone)
        return _("{who} had answered {ref} at {when}", who=each.by or "?", ref=each.ref, when=when)
