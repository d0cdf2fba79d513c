"""Every place of the program, and the steps that lead there from Today: screens, forms, dialogs, questions.

What must hold everywhere is checked by walking over them: widths and words (test_sizes), hostile text (test_matrix).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from textual.widgets import Input

from salestui.errors import SalestuiError
from salestui.paths import resolve
from salestui.services import customers, deals, drafts, inquiries, reviews, satisfaction
from salestui.services.desk import open_desk
from salestui.services.sample import sample_settings
from salestui.tui.acting import Acting
from salestui.tui.choosing import Choose
from salestui.tui.dialogs import Problem, Question
from salestui.tui.forms.absence import AbsenceForm
from salestui.tui.forms.bulk import BulkForm
from salestui.tui.forms.conflict import Conflicts
from salestui.tui.forms.deals import LostForm
from salestui.tui.forms.entry import EntryRow
from salestui.tui.forms.filter import FilterForm
from salestui.tui.forms.form import Form
from salestui.tui.forms.goals import SplitForm
from salestui.tui.forms.likely import Looking
from salestui.tui.forms.naming import NameForm
from salestui.tui.forms.records import ChangeForm, RecordForm
from salestui.tui.forms.reviews import ImprovementForm, ReviewForm
from salestui.tui.forms.satisfaction import ScoreForm
from salestui.tui.forms.tasks import MoveForm
from salestui.tui.jumping import Jump
from salestui.tui.narrowing_figures import NarrowingFigures
from salestui.tui.screens.agenda import AgendaScreen
from salestui.tui.screens.asking import AskKey, AskText
from salestui.tui.screens.bulk import BulkMenu
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.card.reading import Reader
from salestui.tui.screens.charts import ChartScreen
from salestui.tui.screens.columns import ChooseColumns
from salestui.tui.screens.customer_value import CustomerValueScreen
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.drafts import DraftsScreen, Offer, TypedText
from salestui.tui.screens.feedback import FeedbackRowsScreen, FeedbackScreen
from salestui.tui.screens.figure_rows import FigureRowsScreen
from salestui.tui.screens.figures import FiguresScreen
from salestui.tui.screens.funnel import FunnelScreen
from salestui.tui.screens.funnel_figures import FunnelFiguresScreen
from salestui.tui.screens.goals import GoalsScreen
from salestui.tui.screens.help import HelpScreen
from salestui.tui.screens.history import ChangesScreen, HistoryScreen
from salestui.tui.screens.overview import OverviewScreen
from salestui.tui.screens.owners import OwnersScreen
from salestui.tui.screens.palette import Palette
from salestui.tui.screens.record_list import PlainList
from salestui.tui.screens.review import ReviewScreen
from salestui.tui.screens.reviews import ReviewsScreen
from salestui.tui.screens.satisfaction import SatisfactionScreen
from salestui.tui.screens.settings import SettingsScreen
from salestui.tui.screens.task_reading import TaskReading
from salestui.tui.screens.tasks import TasksScreen
from salestui.tui.screens.today import TodayScreen
from salestui.tui.screens.views import ViewList
from salestui.tui.text import plain
from salestui.tui.widgets.board import Board
from salestui.tui.widgets.record_table import RecordTable
from tests.tui.stage import Stage

Step = str | Callable[[Stage], Awaitable[None]]  # a key, or what no key does: somebody else's hand, time, a whole name
_FIRST_COLUMN: Final = ("h", "h", "h")  # from wherever the cursor of the board was left
_BESIDE: Final = frozenset({"H", "O", "a", "V"})  # keys of screens that are read beside the screen

# ── steps that are no keys ───────────────────────────────────────────────────────────────────────────────────────


async def _changed_meanwhile(stage: Stage) -> None:
    """In the form of a customer: Wang writes into the two fields that are typed in, and it is saved."""
    below, form = stage.app.screen_stack[-2:]
    assert isinstance(below, Acting)
    assert isinstance(form, Form)
    for row in form.query(EntryRow):
        if row.entry.id in ("region", "note"):
            row.input.focus()
            await stage.type("mine")
    settings = replace(sample_settings(stage.language), owner="Wang")
    ((key,),) = stage.sql("SELECT id FROM customer WHERE code = :code", code=below.customer_in_hand)
    with open_desk(resolve(None, {"SALESTUI_HOME": str(stage.home)}), settings, stage.clock) as desk:
        customers.change_customer(desk, key, {"region": "theirs " * 40, "note": "[/] theirs\n\x1b]0;x\x07\n" * 9})
    await stage.press("ctrl+s")


async def _somebody_alike(stage: Stage) -> None:
    """In the form of a new customer: type the name of one there is, until it is said that there is one."""
    ((name,),) = stage.sql("SELECT name FROM customer ORDER BY length(name) < 4, code LIMIT 1")
    form = stage.app.screen
    assert isinstance(form, Looking)
    line = form.focused
    assert isinstance(line, Input)
    line.value = plain(name)  # as Line takes what is typed
    await stage.until(lambda: form.likely, "somebody alike is found")


async def _read(stage: Stage) -> None:
    """Wait for the figures that the screen reads beside itself."""
    screen = stage.app.screen
    assert isinstance(screen, NarrowingFigures)
    await stage.until(lambda: screen.all_read, "the figures")


async def _its_record_is_gone(stage: Stage) -> None:
    """A draft has been left: show it as where no form can be opened for it."""
    await stage.until(lambda: isinstance(stage.app.screen, TodayScreen), "the form is left")
    assert stage.app.drafts.flush(20.0)
    (path,) = (stage.home / "drafts").glob("*.json")
    stage.app.push_screen(TypedText(stage.app.desks.screen, drafts.read(path), "the customer is no longer there " * 3))


async def _the_view_is_saved(stage: Stage) -> None:
    await stage.until(lambda: "'n'" in stage.answer or "“n”" in stage.answer, "the view is saved")


async def _a_deal(stage: Stage) -> None:
    """One at least is open."""
    if not stage.sql("SELECT * FROM deal"):
        ((code, name),) = stage.sql("SELECT code, name FROM customer ORDER BY code LIMIT 1")
        with stage.desk() as desk:
            deals.add_deal(desk, {"customer": code, "name": f"{name} 2027", "amount": "600k", "probability": "70%"})


async def _two_scores(stage: Stage) -> None:
    """The customer of the card has fallen, and a complaint of its is open."""
    screen = stage.app.screen
    assert isinstance(screen, CardScreen)
    code = str(screen.customer_in_hand)
    with stage.desk() as desk:
        for points, day in (("90", "2026-10-01"), ("70", "2026-11-02")):
            satisfaction.add_score(desk, code, {"score": points, "scored_at": day})
        inquiries.receive_inquiry(desk, code, {"kind": "complaint", "text": "late again " * 9})


async def _a_review(stage: Stage) -> None:
    """One at least with two improvements that are no tasks yet, first of all."""
    if not stage.sql("SELECT 1 FROM improvement WHERE task_id IS NULL GROUP BY review_id HAVING count(*) > 1"):
        with stage.desk() as desk:
            reviews.add_review(desk, {"period": "2026-10", "problems": "slow " * 30, "improvements": "quick\ntrain"})


async def _listed(stage: Stage) -> None:
    """What is read beside the screen stands in its list."""
    await stage.until(lambda: stage.app.screen.query(RecordTable) and stage.table.row_count, "the list")


async def _counted(stage: Stage) -> None:
    """The figures of now stand beside those that were frozen."""
    screen = stage.app.screen
    assert isinstance(screen, ReviewScreen)
    await stage.until(lambda: screen._now is not None, "the figures of now")


async def _a_problem(stage: Stage) -> None:
    ((name,),) = stage.sql("SELECT name FROM customer ORDER BY code LIMIT 1")
    stage.app.push_screen(Problem(SalestuiError(f"'{name}' cannot be", f"{name}\n{name} " * 4)))


def _to_column(column: str) -> Callable[[Stage], Awaitable[None]]:
    """A card of the board is let go over a column."""

    async def step(stage: Stage) -> None:
        board = stage.app.screen.query_one(Board)
        view = board._view
        number = next(n for n, each in enumerate(view.source.columns) if each.id != column and view.keys(n))
        board.post_message(Board.Moved(board, view.keys(number)[0], column))

    return step


async def _to_a_complaint(stage: Stage) -> None:
    """Step down Today until a complaint is in hand."""
    screen = stage.app.screen
    assert isinstance(screen, TodayScreen)
    for _step in range(stage.table.row_count):
        row = screen.row_in_hand
        if row is not None and row.inquiry_kind == "complaint" and row.clock.due_at is not None:
            return
        await stage.press("j")
    raise AssertionError(stage.text)


async def _to_a_whole_goal(stage: Stage) -> None:
    """Step down the goals until one is in hand that can be split."""
    screen = stage.app.screen
    assert isinstance(screen, GoalsScreen)
    for _step in range(stage.table.row_count):
        if screen.why_not("split_goal") is None:
            return
        await stage.press("j")
    raise AssertionError(stage.text)


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────

_CARD: Final = ("2", "j", "j", "enter")
_GOALS: Final = ("O", "t", "o", "enter")  # everybody's
_DRAFT: Final = ("f", "tab", "x", "escape")

# place → the steps that lead there from Today, and the screen that is there then
_REVIEWS: Final = (_a_review, "6", "v")
_FEEDBACK: Final = ("6", "p", "p", "b", _listed)

PLACES: Final[Mapping[str, tuple[tuple[Step, ...], type[object]]]] = {
    "Today": ((), TodayScreen),
    "Today, everybody": (("o", "j", "enter"), TodayScreen),
    "Today, the last row": (("G",), TodayScreen),
    "Today, narrowed": (("slash", "c"), TodayScreen),
    "whose": (("o",), Choose),
    "all owners": (("O",), OverviewScreen),
    "absence": (("O", "a"), AbsenceForm),
    "absence with errors": (("O", "a", "tab", "x", "tab", "x", "ctrl+s"), AbsenceForm),
    "week": (("a",), AgendaScreen),
    "week after": (("a", "right_square_bracket"), AgendaScreen),
    "whose week": (("a", "o"), Choose),
    "Customers": (("2",), CustomersScreen),
    "Customers, narrowing": (("2", "slash", "c"), CustomersScreen),
    "Customers, nobody": (("2", "slash", "q", "q", "q"), CustomersScreen),
    "Customers, marked": (("2", "space", "space"), CustomersScreen),
    "filter": (("2", "F"), FilterForm),
    "filter with errors": (("2", "F", "x", "tab", "x", "tab", "tab", "x"), FilterForm),
    "views": (("2", "w"), ViewList),
    "a name": (("2", "W"), NameForm),
    "delete the view?": (("2", "W", "n", "ctrl+s", _the_view_is_saved, "w", "G", "d"), Question),
    "columns": (("2", "vertical_line"), ChooseColumns),
    "bulk": (("2", "space", "space", "b"), BulkMenu),
    "bulk of one": (("2", "b"), BulkMenu),
    "bulk value": (("2", "b", "n"), BulkForm),
    "bulk?": (("2", "b", "t", *"word", "ctrl+s"), Question),
    "archive?": (("2", "x"), Question),
    "which cell": (("2", "Y"), Choose),
    "card": (_CARD, CardScreen),
    "card, part 2": ((*_CARD, "tab"), CardScreen),
    "card, part 3": ((*_CARD, "tab", "tab"), CardScreen),
    "card, part 4": ((*_CARD, "tab", "tab", "tab"), CardScreen),
    "card, one kind": ((*_CARD, "T"), CardScreen),
    "reading an event": ((*_CARD, "enter"), Reader),
    "reading an item": ((*_CARD, "tab", "j", "enter"), Reader),
    "what customers are worth": (("2", "V"), CustomerValueScreen),
    "what my customers are worth": (("2", "V", "o", "enter"), CustomerValueScreen),
    "satisfaction": ((*_CARD, _two_scores, "P"), SatisfactionScreen),
    "satisfaction, the last row": ((*_CARD, _two_scores, "P", "G"), SatisfactionScreen),
    "a score": ((*_CARD, "P", "a"), ScoreForm),
    "a score with errors": ((*_CARD, "P", "a", "x", "tab", "x", "ctrl+s"), ScoreForm),
    "a score, to be changed": ((*_CARD, _two_scores, "P", "enter"), ChangeForm),
    "remove the score?": ((*_CARD, _two_scores, "P", "x"), Question),
    "goals": (_GOALS, GoalsScreen),
    "goals, the last": ((*_GOALS, "G"), GoalsScreen),
    "whose goals?": (("O", "t", "o"), Choose),
    "a new goal": ((*_GOALS, "n"), Form),
    "a new goal with errors": ((*_GOALS, "n", "tab", "1", "tab", "x", "tab", "x", "tab", "x", "ctrl+s"), Form),
    "goal, to be changed": ((*_GOALS, "enter"), ChangeForm),
    "how a goal is split": ((*_GOALS, _to_a_whole_goal, "s", "tab", "x"), SplitForm),
    "archive the goal?": ((*_GOALS, "x"), Question),
    "history": (("H",), HistoryScreen),
    "changes of a command": (("H", "enter"), ChangesScreen),
    "help on Today": (("question_mark",), HelpScreen),
    "help in a form": (("f", "f1"), HelpScreen),
    "help on a board": (("3", "question_mark"), HelpScreen),
    "palette": (("colon",), Palette),
    "palette, narrowed": (("colon", "c"), Palette),
    "follow-up": (("f",), Form),
    "follow-up with errors": (("f", "tab", "x", "tab", "x", "tab", "tab", "tab", "x", "ctrl+s"), Form),
    "inquiry": (("i",), Form),
    "resolution": ((_to_a_complaint, "r"), Form),
    "customer": (("n",), Form),
    "customer, somebody alike": (("n", _somebody_alike), Form),
    "customer, to be changed": (("2", "j", "j", "e"), Form),
    "customer, changed meanwhile": (("2", "e", _changed_meanwhile), Conflicts),
    "contact": (("2", "j", "j", "c"), Form),
    "task": (("2", "j", "j", "t"), Form),
    "deal": ((_a_deal, "4", "D"), RecordForm),
    "competitor": (("4", "V", "n"), RecordForm),
    "competitors": (("4", "V"), PlainList),
    "competitor, to be changed": (("4", "V", "enter"), ChangeForm),
    "archive the competitor?": (("4", "V", "x"), Question),
    "tasks": (("3",), TasksScreen),
    "tasks, everybody": (("3", "o"), TasksScreen),
    "tasks, the last column": (("3", "o", "l", "l", "l", "G"), TasksScreen),
    "tasks as a list": (("3", "b", "j"), TasksScreen),
    "a task to be read": (("3", *_FIRST_COLUMN, "enter"), TaskReading),
    "which tasks?": (("3", "F"), Choose),
    "waits for which?": (("3", *_FIRST_COLUMN, "w"), Choose),
    "a new task": (("3", "t"), Form),
    "task, to be changed": (("3", "o", "e"), ChangeForm),
    "what a task waits for": (("3", "o", _to_column("waiting")), MoveForm),
    "funnel": ((_a_deal, "4"), FunnelScreen),
    "funnel, the last stage": ((_a_deal, "4", *["l"] * 9), FunnelScreen),
    "deal, to be changed": ((_a_deal, "4", "enter"), ChangeForm),
    "why a deal is lost": ((_a_deal, "4", _to_column("lost")), LostForm),
    "hand over?": ((_a_deal, "4", _to_column("won")), RecordForm),
    "figures": ((_a_deal, "4", "F"), FunnelFiguresScreen),
    "reviews": (_REVIEWS, ReviewsScreen),
    "a new review": ((*_REVIEWS, "n"), ReviewForm),
    "archive a review?": ((*_REVIEWS, "x"), Question),
    "a review": ((*_REVIEWS, "enter", _counted), ReviewScreen),
    "the end of a review": ((*_REVIEWS, "enter", _counted, "G"), ReviewScreen),
    "review, to be changed": ((*_REVIEWS, "enter", "e"), ChangeForm),
    "which improvement?": ((*_REVIEWS, "enter", "t"), Choose),
    "task of an improvement": ((*_REVIEWS, "enter", "t", "enter"), ImprovementForm),
    "freeze again?": ((*_REVIEWS, "enter", "F"), Question),
    "feedback": (_FEEDBACK, FeedbackScreen),
    "feedback by product": ((*_FEEDBACK, "b"), FeedbackScreen),
    "rows behind feedback": ((*_FEEDBACK, "enter"), FeedbackRowsScreen),
    "a record of feedback": ((*_FEEDBACK, "enter", "enter"), ChangeForm),
    "panel": (("6", _read), FiguresScreen),
    "panel, the second page": (("6", "pagedown", _read), FiguresScreen),
    "panel of a year and an owner": (("6", "p", "p", "o", "j", "enter", _read), FiguresScreen),
    "which period?, typed wrongly": (("6", "P", "x", "enter"), AskText),
    "which segment?": (("6", "s"), Choose),
    "rows behind": (("6", "p", *["l"] * 7, "enter", _read), FigureRowsScreen),
    "chart over time": (("6", "c", _read), ChartScreen),
    "chart of methods": (("6", "p", "pagedown", *["l"] * 7, "c", "c", "c", "c", _read), ChartScreen),
    "to which file?": (("6", "c", _read, "x"), AskText),
    "owners compared": (("6", "p", "O", _read), OwnersScreen),
    "settings": (("comma",), SettingsScreen),
    "settings, the last row": (("comma", "G"), SettingsScreen),
    "a new key": (("comma", "G", "enter", "j"), AskKey),
    "a new value": (("comma", "j", "enter"), AskText),
    "the letters of fields": (("f", "f6"), Jump),
    "drafts": ((*_DRAFT, "d"), DraftsScreen),
    "throw a draft away?": ((*_DRAFT, "d", "x"), Question),
    "a draft offered": ((*_DRAFT, "f"), Offer),
    "a draft's bare text": ((*_DRAFT, _its_record_is_gone), TypedText),
    "a problem": ((_a_problem,), Problem),
}


async def walk(stage: Stage, place: str) -> None:
    """From Today to a place."""
    steps, kind = PLACES[place]
    for step in steps:
        if not isinstance(step, str):
            await step(stage)
            await stage.settle()
            continue
        at = stage.app.screen
        await stage.press(step)
        if step in _BESIDE and stage.app.screen is not at and stage.app.screen.query(RecordTable):
            await stage.until(lambda: stage.table.row_count, f"what {step} shows")
    await stage.until(lambda: isinstance(stage.app.screen, kind), place)
