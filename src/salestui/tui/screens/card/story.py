"""The story of a customer as rows of a list: when, what, and a line of it; and the few lines told under the list."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from textual.content import Content

from salestui.domain.instants import Deadline
from salestui.domain.rows import FollowUpRow, InquiryRow
from salestui.domain.story import Chapter, Happening, StoryKey, StoryRow
from salestui.domain.words import ClockState
from salestui.i18n import _, label
from salestui.presenting import money_text
from salestui.sentences import SIGNS, moment, promised
from salestui.services import story
from salestui.services.desk import Desk
from salestui.services.finding import Shown
from salestui.tui.text import content
from salestui.tui.widgets.record_table import TableColumn, TableRow
from salestui.tui.wrapping import wrapped


def columns() -> list[TableColumn]:
    """The columns of the story, in the user's language."""
    return [
        TableColumn("at", _("when"), 16),
        TableColumn("what", _("kind"), 14),
        TableColumn("text", _("about"), 12, elastic=1),
        TableColumn("ref", _("ref"), 8, least=90),
    ]


class StorySource:
    """The keys once, the rows a window at a time."""

    def __init__(self, desk: Desk, keys: Sequence[str]) -> None:
        self.keys = keys
        self._desk = desk

    def rows(self, keys: Sequence[str]) -> Mapping[str, TableRow]:
        """See RowSource; an event undone since the keys were read is an empty line until they are read again."""
        now, zone = self._desk.now(), self._desk.zone
        found = story.page(self._desk, keys)
        return {key: self._row(key, found[key], now, zone) if key in found else TableRow({}) for key in keys}

    def _row(self, key: str, row: StoryRow, now: datetime, zone: tzinfo) -> TableRow:
        happening = StoryKey.parse(key).happening
        return TableRow(
            {
                "at": moment(row.at, now, zone),
                "what": what(happening, row),
                "text": line(happening, row, now, zone),
                "ref": row.ref or "",
            }
        )


def what(happening: Happening, row: StoryRow) -> str:
    """What happened, in a word or two."""
    match happening:
        case Happening.FOLLOW_UP:
            return label("method", row.word or "")
        case Happening.RECEIVED:
            return label("inquiry_kind", row.word or "")
        case Happening.ANSWERED:
            return _("answered")
        case Happening.SOLVED:
            return _("solved")
        case Happening.TOLD:
            return _("customer told")
        case Happening.OBJECTION:
            return label("record", "objection")
        case Happening.PROMISED:
            return _("next date")
        case Happening.TASK_MADE:
            return label("record", "task")
        case Happening.TASK_DONE:
            return _("task done")
        case Happening.TASK_DROPPED:
            return _("task dropped")
        case Happening.CONTACT:
            return label("record", "contact")
        case Happening.GRADE | Happening.STAGE:
            return label("field", f"customer.{happening}")
        case Happening.SCORE:
            return label("field", "customer.satisfaction")
        case Happening.ADDED:
            return label("record", "customer")
        case Happening.DEAL_MADE:
            return label("record", "deal")
        case Happening.DEAL_MOVED:
            return _("deal moved")
        case Happening.DEAL_WON:
            return _("deal won")
        case Happening.DEAL_LOST:
            return _("deal lost")


def line(happening: Happening, row: StoryRow, now: datetime, zone: tzinfo) -> str:
    """The event in one line, as long as it is."""
    text = " ".join((row.text or "").split())
    match happening:
        case Happening.ANSWERED | Happening.SOLVED | Happening.TASK_DONE:
            return f"{_sign(row)} {text}"
        case Happening.OBJECTION:
            return _("{name}: {value}", name=label("objection_kind", row.word or ""), value=text)
        case Happening.PROMISED:
            due = promised(Deadline.parse(row.text or ""), now, zone)
            return " ".join(part for part in (due, label("method", row.word) if row.word else "", row.who) if part)
        case Happening.TASK_MADE | Happening.TASK_DROPPED:
            return f"{text} ({row.who})"
        case Happening.CONTACT:
            role = label("decision_role", row.word) if row.word else ""
            return " · ".join(part for part in (row.who, text, role) if part)
        case Happening.STAGE:
            return _changed("stage", row)
        case Happening.GRADE:
            return _changed("grade", row)
        case Happening.SCORE:
            return f"{row.before} → {row.word}" if row.before else str(row.word)
        case Happening.DEAL_MADE | Happening.DEAL_WON:
            return " · ".join(part for part in (text, money_text(row.amount) if row.amount else "") if part)
        case Happening.DEAL_MOVED:
            return _("{name}: {value}", name=text, value=_changed("deal_stage", row))
        case Happening.DEAL_LOST:
            why_lost = " · ".join(part for part in (label("lost_reason", row.word or ""), row.who) if part)
            return _("{name}: {value}", name=text, value=why_lost) if row.word else text
        case Happening.ADDED:
            return _("added as {stage}", stage=label("stage", row.word or ""))
        case _:
            return text


def _sign(row: StoryRow) -> str:
    if row.late:
        return f"{SIGNS[ClockState.MET_LATE]} " + _("late:")
    return SIGNS[ClockState.MET]


def _changed(vocabulary: str, row: StoryRow) -> str:
    before, after = (label(vocabulary, word) if word else "–" for word in (row.before, row.word))
    return f"{before} → {after}"


def told_short(key: str, row: StoryRow, desk: Desk) -> list[tuple[str, str]]:
    """An event without a record of its own, as pairs of a label and a text."""
    now, happening = desk.now(), StoryKey.parse(key).happening
    return [(_("when"), moment(row.at, now, desk.zone)), (what(happening, row), line(happening, row, now, desk.zone))]


def empty(chapter: Chapter | None) -> str:
    """What an empty list says."""
    if chapter is None:
        return _("nothing has happened yet – f writes a follow-up down")
    return _("none of these yet – T shows the others")


def chapters(counts: Mapping[Chapter, int], current: Chapter | None) -> Content:
    """Each chapter with how much it holds, the current one in brackets."""
    everything = sum(counts.values())
    words: list[tuple[Chapter | None, str]] = [(None, _("all {n}", n=everything))]
    words += [(chapter, f"{chapter_name(chapter)} {counts[chapter]}") for chapter in Chapter]
    return Content(" ").join(
        content(f"[{word}]", "bold") if chapter is current else content(f" {word} ", "$foreground-muted")
        for chapter, word in words
    )


def chapter_name(chapter: Chapter) -> str:
    """A chapter's name, as short as it can be."""
    match chapter:
        case Chapter.FOLLOW_UPS:
            return _("follow-ups")
        case Chapter.INQUIRIES:
            return _("inquiries")
        case Chapter.TASKS:
            return _("tasks")
        case Chapter.DEALS:
            return _("deals")
        case Chapter.CHANGES:
            return _("changes")


def told(key: str, row: StoryRow, shown: Shown | None, desk: Desk, *, width: int, height: int) -> Content:
    """The event under the list: whom, then its words, in at most `height` lines."""
    now = desk.now()
    happening = StoryKey.parse(key).happening
    texts = [line(happening, row, now, desk.zone)]
    head = [moment(row.at, now, desk.zone), what(happening, row)]
    if shown is not None and isinstance(shown.record, FollowUpRow):
        follow_up = shown.record
        head += [part for part in (follow_up.contact, follow_up.with_people, follow_up.owner) if part]
        texts = [follow_up.content, *_rest(follow_up, desk)]
    elif shown is not None and isinstance(shown.record, InquiryRow):
        texts = [shown.record.text, *_outcome(shown.record)]
    if row.ref:
        head.append(row.ref)
    lines = [each for text in texts for each in wrapped(text, width, indent=2, most=height)][: height - 1]
    return Content("\n").join([content(" · ".join(head), "$foreground-muted"), *(content(each) for each in lines)])


def _outcome(row: InquiryRow) -> list[str]:
    """What became of an inquiry."""
    by = _("answered by {ref}", ref=row.answered_by) if row.answered_by else ""
    result = _("{name}: {value}", name=label("field", "inquiry.result"), value=row.result) if row.result else ""
    return [part for part in (by, result) if part]


def _rest(row: FollowUpRow, desk: Desk) -> list[str]:
    """What else a follow-up tells that the next call needs."""
    due = promised(row.next_at, desk.now(), desk.zone) if row.next_at else ""
    ahead = " ".join(part for part in (due, row.next_action) if part)
    told_by_name = [
        _("{name}: {value}", name=label("field", f"follow_up.{name}"), value=value)
        for name, value in (("feedback", row.feedback), ("need", row.need))
        if value
    ]
    return [*told_by_name, *([f"→ {ahead}"] if ahead else [])]
