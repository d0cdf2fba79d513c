"""`log`, `inquiry`, `resolve`: what happens between a rep and a customer, written down in one line."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from salestui.cli.clocks import clock_record, clocks, reason
from salestui.cli.output import complain, json_text, say, write
from salestui.cli.parser import Parser
from salestui.cli.reading import read_field
from salestui.domain.clock import Clock, late_because_of_regrade, state
from salestui.domain.fields import Reading
from salestui.domain.rows import Waiting
from salestui.domain.words import ClockState, ObjectionKind
from salestui.errors import UsageError
from salestui.i18n import _, listed
from salestui.sentences import moment, promised, quoted, span

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.services.desk import Desk
    from salestui.services.follow_ups import Logged, ObjectionEntry

# option → field of the follow-up
_LOG_FIELDS = {
    "at": "contacted_at",
    "contact": "contact",
    "with": "with",
    "our_people": "our_people",
    "need": "need",
    "feedback": "feedback",
    "decision_progress": "decision_progress",
    "progress": "progress",
    "next": "next_at",
    "next_action": "next_action",
    "next_method": "next_method",
    "next_place": "next_place",
    "owner": "owner",
}


def log_parser() -> Parser:
    """`log CUSTOMER METHOD TEXT… [options]`."""
    parser = Parser("log", _("Write a follow-up down; it answers the customer's only open inquiry"))
    parser.word("customer", _("code, name, or a part of it (pinyin too)"))
    parser.word("method", _("visit, phone, online_meeting, demo, messaging, email or event"))
    parser.word("text", _("what was said: facts, numbers, dates"), metavar="TEXT", many=True)
    parser.option("at", "WHEN", _("time of the contact; now if left out (-2h, 14:00, yesterday 15:00)"))
    parser.option("contact", "NAME", _("a contact of the customer"))
    parser.option("with", "PEOPLE", _("whom you spoke to, in words"))
    parser.option("our_people", "PEOPLE", _("who of us was there"))
    parser.option("need", "TEXT", _("what they need"))
    parser.option("feedback", "TEXT", _("their words"))
    parser.option(
        "objection",
        "KIND:TEXT",
        _("what holds them back; without --answer it opens an inquiry"),
        repeated=True,
    )
    parser.option("answer", "TEXT", _("our answer to the objection, in the same order"), repeated=True)
    parser.option("decision_progress", "TEXT", _("how far they are in deciding"))
    parser.option("progress", "TEXT", _("how far the matter is"))
    parser.option("next", "WHEN", _("the next follow-up (+3d, fri 10:00, 下周三)"))
    parser.option("next_action", "TEXT", _("what is to be done then"))
    parser.option("next_method", "METHOD", _("how"))
    parser.option("next_place", "PLACE", _("where"))
    parser.option("todo", "TEXT @WHEN", _("something to do, with its date"), repeated=True)
    parser.option("answers", "REF|all|none", _("which inquiry this answers"))
    parser.option("owner", "NAME", _("who made the contact; you if left out"))
    parser.formats()
    return parser


def inquiry_parser() -> Parser:
    """`inquiry CUSTOMER KIND TEXT… [options]`."""
    parser = Parser("inquiry", _("Start the clock of something a customer waits on; prints its due time and why"))
    parser.word("customer", _("code, name, or a part of it (pinyin too); with --new the name"))
    parser.word("kind", _("lead, urgent, objection or complaint"))
    parser.word("text", _("what they ask"), metavar="TEXT", many=True)
    parser.option("at", "WHEN", _("time of the receipt; now if left out"))
    parser.flag("complex", _("an objection or complaint that needs a solution (48 h)"))
    parser.option("channel", "CHANNEL", _("where it came from"))
    parser.option("contact", "NAME", _("a contact of the customer"))
    parser.flag("new", _("make the customer too"))
    parser.option("grade", "A|B|C", _("grade of the new customer"))
    parser.formats()
    return parser


def resolve_parser() -> Parser:
    """`resolve REF --result T [--told]`."""
    parser = Parser(
        "resolve", _("Write down the solution of an objection or complaint, and that the customer knows it")
    )
    parser.word("ref", _("the inquiry"))
    parser.option("result", "TEXT", _("what was done"))
    parser.option("at", "WHEN", _("when; now if left out"))
    parser.flag("told", _("the customer has been told the result"))
    parser.formats()
    return parser


PARSERS = {"log": log_parser, "inquiry": inquiry_parser, "resolve": resolve_parser}


# ── log ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def run_log(argv: Sequence[str], context: "Context") -> int:
    """Write a follow-up down and say what that did."""
    given = log_parser().parse(argv)
    typed = {
        field: getattr(given, option) for option, field in _LOG_FIELDS.items() if getattr(given, option) is not None
    }
    typed |= {"method": given.method, "content": " ".join(given.text)}
    from salestui.services import follow_ups

    with context.writing_desk() as desk:
        reading = desk.reading()
        logged = follow_ups.log_follow_up(
            desk,
            given.customer,
            typed,
            objections=_objections(given.objection, given.answer, reading),
            to_dos=[follow_ups.to_do_of(text, reading) for text in given.todo],
            answers=given.answers,
        )
        if given.format == "table":
            _say_logged(desk, logged)
        else:
            write(json_text(_logged_record(desk, logged)) + "\n")
    return 0


def _objections(typed: Sequence[str], answers: Sequence[str], reading: Reading) -> "list[ObjectionEntry]":
    from salestui.services.follow_ups import ObjectionEntry

    if len(answers) > len(typed):
        raise UsageError(_("there are more answers than objections"), _("give each --answer after its --objection"))
    entries = []
    for place, text in enumerate(typed):
        kind, colon, words = text.replace("：", ":", 1).partition(":")
        if not colon or not words.strip():
            raise UsageError(_("{value} is not KIND:TEXT", value=quoted(text)), _("for example price:too expensive"))
        found = read_field("objection", "kind", kind, reading)
        answer = answers[place] if place < len(answers) else None
        entries.append(
            ObjectionEntry(ObjectionKind(str(found)), words.strip(), answer.strip() or None if answer else None)
        )
    return entries


def _say_logged(desk: "Desk", logged: "Logged") -> None:
    now = desk.now()
    at = moment(logged.contacted_at, now, desk.zone)
    lines = [
        _(
            "{ref} written down: {code} {customer}, contact of {at}",
            ref=logged.ref,
            code=logged.customer.code,
            customer=logged.customer.name,
            at=at,
        )
    ]
    if logged.written_late:
        late = span(now - logged.written_by)
        lines.append("  " + _("R4: written {late} late", late=late))
    for ref in logged.answered:
        lines += ["  " + _answered(row, desk) for row in clocks(desk, ref)]
    if logged.unanswered:
        lines.append("  " + _("several inquiries are open and none was chosen: {refs}", refs=listed(logged.unanswered)))
        lines.append("  " + _("say which with: salestui set {ref} answers=REF", ref=logged.ref))
    for ref in logged.opened:
        lines += ["  " + _("opened {ref} – {why}", ref=ref, why=reason(desk, row)) for row in clocks(desk, ref)]
    if logged.next_at is not None:
        lines.append("  " + _("next follow-up: {due}", due=promised(logged.next_at, now, desk.zone)))
    lines += ["  " + _("to do: {ref}", ref=ref) for ref in logged.to_dos]
    say(*lines)


def _answered(row: Waiting, desk: "Desk") -> str:
    return _("answers {ref}: {how} – {why}", ref=row.clock.ref, how=_how(row.clock, desk), why=reason(desk, row))


def _how(clock: Clock, desk: "Desk") -> str:
    if clock.stopped_at is None or clock.due_at is None:
        return _("the clock runs on until it is resolved")
    if state(clock, desk.now()) is ClockState.MET:
        return _("on time, {span} left", span=span(clock.due_at - clock.stopped_at))
    late = _("{span} late", span=span(clock.stopped_at - clock.due_at))
    return late + (_(" because of the regrade") if late_because_of_regrade(clock, desk.now()) else "")


def _logged_record(desk: "Desk", logged: "Logged") -> dict[str, object]:
    """The follow-up, with the clock of what was promised in it at the top, and all clocks it stopped or started."""
    promised_clock = clocks(desk, logged.promise) if logged.promise else []
    running: dict[str, object] = dict.fromkeys(("due_at", "rule", "why"))
    if promised_clock:
        running = {name: value for name, value in clock_record(desk, promised_clock[0]).items() if name in running}
    rows = [row for ref in (*logged.answered, *logged.opened) for row in clocks(desk, ref)]
    return {
        "ref": logged.ref,
        **running,
        "customer": logged.customer.name,
        "code": logged.customer.code,
        "contacted_at": logged.contacted_at,
        "written_late": logged.written_late,
        "next_at": None if logged.next_at is None else str(logged.next_at),
        "answered": list(logged.answered),
        "unanswered": list(logged.unanswered),
        "opened": list(logged.opened),
        "to_dos": list(logged.to_dos),
        "clocks": [clock_record(desk, row) for row in (*rows, *promised_clock)],
        "command": logged.seq,
    }


# ── inquiry and resolve ──────────────────────────────────────────────────────────────────────────────────────────


def run_inquiry(argv: Sequence[str], context: "Context") -> int:
    """Receive an inquiry and say until when it must be answered."""
    given = inquiry_parser().parse(argv)
    if given.grade is not None and not given.new:
        raise UsageError(
            _("--grade is for a new customer"),
            _("use: salestui set CUSTOMER grade={grade}", grade=given.grade),
        )
    typed = {"kind": given.kind, "text": " ".join(given.text), "complex": "yes" if given.complex else "no"}
    for option, field in (("at", "received_at"), ("channel", "channel"), ("contact", "contact")):
        if getattr(given, option) is not None:
            typed[field] = getattr(given, option)
    profile = None
    if given.new:
        profile = {} if given.grade is None else {"grade": given.grade}
        if given.channel is not None:
            profile["source_channel"] = given.channel
    from salestui.services import inquiries

    with context.writing_desk() as desk:
        from salestui.cli.likeness import likely_notes

        notes = [] if profile is None else likely_notes(desk, given.customer, typed.get("text", ""))
        received = inquiries.receive_inquiry(desk, given.customer, typed, new_customer=profile)
        for note in notes:
            complain(note)
        row = clocks(desk, received.ref)[0]
        if given.format == "table":
            if received.new_customer:
                say(_("new customer {code} {name}", code=received.code, name=received.customer))
            say(
                _(
                    "{ref} received: {code} {customer} – {why}",
                    ref=received.ref,
                    code=received.code,
                    customer=received.customer,
                    why=reason(desk, row),
                )
            )
        else:
            record = {
                **clock_record(desk, row),
                "customer": received.customer,
                "code": received.code,
                "new_customer": received.new_customer,
                "command": received.seq,
            }
            write(json_text(record) + "\n")
    return 0


def run_resolve(argv: Sequence[str], context: "Context") -> int:
    """Write a solution down."""
    given = resolve_parser().parse(argv)
    from salestui.services import inquiries, naming

    with context.writing_desk() as desk:
        _entity, key = naming.record_named(desk, given.ref, only=("inquiry",))
        at = None if given.at is None else read_field("inquiry", "solved_at", given.at, desk.reading())
        when = at if isinstance(at, datetime) else None
        resolved = inquiries.resolve_inquiry(desk, key, given.result, told=given.told, at=when)
        row = clocks(desk, resolved.ref)[0]
        if given.format == "table":
            say(
                _(
                    "{ref} solved: {how} – {why}",
                    ref=resolved.ref,
                    how=_how(row.clock, desk),
                    why=reason(desk, row),
                )
            )
            if resolved.told_at is None:
                say(
                    "  "
                    + _(
                        "still open: tell the customer the result (salestui resolve {ref} --told)",
                        ref=resolved.ref,
                    )
                )
        else:
            record = {
                **clock_record(desk, row),
                "solved_at": resolved.solved_at,
                "customer_told_at": resolved.told_at,
                "command": resolved.seq,
            }
            write(json_text(record) + "\n")
    return 0
