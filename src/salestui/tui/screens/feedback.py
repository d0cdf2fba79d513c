"""What customers held against us in a period 《客户反馈汇总表》, by kind, product or channel, and the rows behind."""

import asyncio
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widgets import Static

from salestui.domain.feedback import Feedback, FeedbackBy, Group, grouped, key_of
from salestui.domain.periods import Period
from salestui.domain.readings import Scope
from salestui.errors import SalestuiError
from salestui.feedback_sentences import by_text, counted, group_name, kind_text, outcome_text, product_text
from salestui.i18n import _, label
from salestui.sentences import moment
from salestui.services import feedback as service
from salestui.tui.choosing_periods import ChoosingPeriods, PeriodChoice
from salestui.tui.commands import bindings
from salestui.tui.screens.record_list import RecordList, Told
from salestui.tui.text import content
from salestui.tui.widgets.record_table import RecordTable, TableColumn, TableRow

_GROUP = "group:"  # how the keys of groups begin: the unclear one has no name


class FeedbackScreen(ChoosingPeriods, RecordList):
    """A line a group, the largest first; read beside the screen."""

    MODE = "kpi"
    TABLE = "feedback"
    ABOVE = ("period",)
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "period", "feedback", "screen")
    HINTS = ("feedback_by", "period_before", "period_after", "period_length", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("period", "feedback", "screen")]

    def __init__(self, periods: PeriodChoice | None = None, scope: Scope | None = None) -> None:
        super().__init__(periods or PeriodChoice())
        self._scope = scope or Scope()
        self._by = FeedbackBy.KIND
        self._asked: Period | None = None
        self._found: tuple[Feedback, ...] = ()
        self._groups: dict[str, Group] = {}

    def columns(self) -> list[TableColumn]:
        """The columns of the groups, in the user's language."""
        return [
            TableColumn("name", "", 16, elastic=1),
            TableColumn("count", _("count"), 6, right=True),
            TableColumn("answered", _("answered"), 8, right=True, least=76),
            TableColumn("satisfied", label("objection_outcome", "satisfied"), 9, right=True),
            TableColumn("unmoved", label("objection_outcome", "unmoved"), 8, right=True),
            TableColumn("open", label("objection_outcome", "open"), 6, right=True),
            TableColumn("solved", _("solved"), 7, right=True),
            TableColumn("told", _("told"), 6, right=True, least=70),
            TableColumn("words", _("in the customers' words"), 20, elastic=1, least=100),
        ]

    def look(self) -> None:
        """Have it read; of another period nothing is shown until then."""
        if self._asked != self.period:
            self._asked, self._found = self.period, ()
            self._list(_("counting …"))
        self._read(self.period)

    @work(exclusive=True, group="look")
    async def _read(self, period: Period) -> None:
        scope = self._scope
        try:
            found = await asyncio.wrap_future(
                self.salestui.desks.background.run(lambda desk: service.feedback(desk, period, scope))
            )
        except SalestuiError as problem:
            self.say(str(problem), wrong=True)
            return
        if self._stands and period == self.period:
            self._found = found
            self._list(_("no objections and no complaints"))

    def _list(self, empty: str) -> None:
        about = [_("Customer feedback {period}", period=self.period.name), *self.period_told()[1:], by_text(self._by)]
        narrowed = (self._scope.owner or _("everybody"), self._scope.segment, self._scope.grade, self._scope.region)
        title = " · ".join(part for part in (*about, *narrowed) if part)
        self.query_one("#period", Static).update(content(f" {title}", "bold"), layout=False)
        self._groups = {_GROUP + group.key: group for group in grouped(self._found, self._by, words=1)}
        self.show({key: TableRow(_cells(group, self._by)) for key, group in self._groups.items()}, empty=empty)

    def told_of(self, key: str) -> Told:
        """What was said last, and by which channels, about which products."""
        group = self._groups[key]
        other = FeedbackBy.PRODUCT if self._by is not FeedbackBy.PRODUCT else FeedbackBy.CHANNEL
        yield " ".join(group.words[0]) if group.words else "", "$text"
        yield counted(group.products if other is FeedbackBy.PRODUCT else group.channels, other), ""

    def whose(self) -> tuple[str | None, bool]:
        """The counts are those of the owner whose customers are listened to."""
        return self._scope.owner, False

    @on(RecordTable.Chosen)
    def open_rows(self, event: RecordTable.Chosen) -> None:
        """The rows behind the group under the cursor."""
        group = self._groups[event.key]
        rows = tuple(each for each in self._found if key_of(each, self._by) == group.key)
        title = f"{group_name(group.key, self._by)} · {self.period.name}"
        self.app.push_screen(FeedbackRowsScreen(title, rows))

    def action_feedback_by(self) -> None:
        """Kind, product, channel."""
        ways = list(FeedbackBy)
        self._by = ways[(ways.index(self._by) + 1) % len(ways)]
        self._list(_("no objections and no complaints"))


def _cells(group: Group, by: FeedbackBy) -> dict[str, str]:
    return {
        "name": group_name(group.key, by),
        "count": str(group.count),
        "answered": str(group.answered),
        "satisfied": str(group.satisfied or "–"),
        "unmoved": str(group.unmoved or "–"),
        "open": str(group.open or "–"),
        "solved": f"{group.solved}/{group.inquiries}" if group.inquiries else "–",
        "told": f"{group.told}/{group.inquiries}" if group.inquiries else "–",
        "words": group.words[0][1] if group.words else "",
    }


class FeedbackRowsScreen(RecordList):
    """Each objection and complaint of a group; Enter opens the record it was written in."""

    MODE = "kpi"
    TABLE = "feedback"
    ABOVE = ("period",)
    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "screen")
    HINTS = ("undo", "palette", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("screen")]

    def __init__(self, title: str, found: tuple[Feedback, ...]) -> None:
        super().__init__()
        self._title_line = title
        self._found = {str(place): each for place, each in enumerate(found)}

    def columns(self) -> list[TableColumn]:
        """The columns of the rows behind a group, in the user's language."""
        return [
            TableColumn("at", _("when"), 14),
            TableColumn("customer", _("customer"), 14, elastic=1),
            TableColumn("kind", _("kind"), 10, least=76),
            TableColumn("words", _("in the customers' words"), 16, elastic=1),
            TableColumn("stands", _("how it stands"), 14, elastic=1),
            TableColumn("product", _("product"), 12, least=110),
        ]

    def look(self) -> None:
        """As they were counted: what is corrected from here shows when one goes back."""
        self.query_one("#period", Static).update(content(f" {self._title_line}", "bold"), layout=False)
        self.show({key: TableRow(self._cells(each)) for key, each in self._found.items()})

    def _cells(self, each: Feedback) -> dict[str, str]:
        return {
            "at": moment(each.at, self.desk.now(), self.desk.zone),
            "customer": f"{each.code} {each.customer}",
            "kind": kind_text(each.kind),
            "words": each.words,
            "stands": outcome_text(each),
            "product": product_text(each.product),
        }

    def told_of(self, key: str) -> Told:
        """What held them back, in full, and where it was written."""
        each = self._found[key]
        yield each.text, "$text"
        yield f"{each.ref} · {each.owner or _('nobody')}", ""

    @on(RecordTable.Chosen)
    @work
    async def open_record(self, event: RecordTable.Chosen) -> None:
        """The follow-up or the inquiry under the cursor, with all its fields."""
        from salestui.tui.drafting import fill_or_go_on
        from salestui.tui.forms.opening import change_form

        each = self._found[event.key]
        try:
            form = change_form(self.desk, each.entity, each.key)
        except SalestuiError:
            self.say(_("{ref} is not there any more", ref=each.ref), wrong=True)
            return
        await fill_or_go_on(self, form)
