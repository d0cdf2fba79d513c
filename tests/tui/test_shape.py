"""The shape of the screens' code: a thin app, no store, no arithmetic on dates, and every key with something to do."""

import ast
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.screen import ModalScreen, Screen

import salestui.tui
from salestui.tui import commands
from salestui.tui.app import SalestuiApp
from salestui.tui.commands import COMMANDS, FROM_FORMS, Command
from salestui.tui.forms.absence import AbsenceForm
from salestui.tui.forms.customers import NewCustomerForm
from salestui.tui.forms.follow_up import FollowUpForm
from salestui.tui.forms.form import Form
from salestui.tui.forms.inquiry import InquiryForm, ResolutionForm
from salestui.tui.forms.records import RecordForm
from salestui.tui.frame import Frame
from salestui.tui.screens.agenda import AgendaScreen
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.charts import ChartScreen
from salestui.tui.screens.customer_value import CustomerValueScreen
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.feedback import FeedbackRowsScreen, FeedbackScreen
from salestui.tui.screens.figure_rows import FigureRowsScreen
from salestui.tui.screens.figures import FiguresScreen
from salestui.tui.screens.funnel import FunnelScreen
from salestui.tui.screens.funnel_figures import FunnelFiguresScreen
from salestui.tui.screens.goals import GoalsScreen
from salestui.tui.screens.help import HelpScreen, commands_on
from salestui.tui.screens.history import HistoryScreen
from salestui.tui.screens.overview import OverviewScreen
from salestui.tui.screens.owners import OwnersScreen
from salestui.tui.screens.palette import Palette
from salestui.tui.screens.record_list import PlainList
from salestui.tui.screens.review import ReviewScreen
from salestui.tui.screens.reviews import ReviewsScreen
from salestui.tui.screens.satisfaction import SatisfactionScreen
from salestui.tui.screens.settings import SettingsScreen
from salestui.tui.screens.tasks import TasksScreen
from salestui.tui.screens.today import TodayScreen
from tests.readme import README, key_table
from tests.tui.conftest import HomeMaker
from tests.tui.places import PLACES, walk
from tests.tui.stage import on_stage

TUI = Path(salestui.tui.__file__).parent
MODULES = sorted(TUI.rglob("*.py"))
MAIN: tuple[type[Frame], ...] = (
    TodayScreen,
    CustomersScreen,
    CardScreen,
    HistoryScreen,
    OverviewScreen,
    AgendaScreen,
    SettingsScreen,
    FunnelScreen,
    FunnelFiguresScreen,
    GoalsScreen,
    TasksScreen,
    CustomerValueScreen,
    SatisfactionScreen,
    ReviewsScreen,
    ReviewScreen,
    FeedbackScreen,
    FeedbackRowsScreen,
    FiguresScreen,
    FigureRowsScreen,
    ChartScreen,
    OwnersScreen,
    PlainList,
)
FORMS = (FollowUpForm, InquiryForm, NewCustomerForm, RecordForm, ResolutionForm, AbsenceForm)

every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TUI)))


def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def test_the_app_is_thin() -> None:
    path = TUI / "app.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150
    (app,) = (node for node in trees()[path].body if isinstance(node, ast.ClassDef) and node.name == "SalestuiApp")
    methods = [node for node in app.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert len(methods) <= 25


@every_module
def test_a_module_stays_within_400_lines_a_class_within_25_methods_a_function_within_40_lines(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            methods = [each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert len(methods) <= 30, node.name
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            assert node.end_lineno - node.lineno <= 40, node.name


def foreign(tree: ast.Module) -> list[str]:
    """What the screens must not know: the store, SQL, the ORM."""
    found = []
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        found += [name for name in names if f"{name}.".startswith(("salestui.store.", "salestui.cli.", "sqlite3."))]
        found += [name for name in names if name.partition(".")[0] in ("sqlmodel", "sqlalchemy", "alembic")]
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value.split()
            if words[:1] and words[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "PRAGMA"):
                found.append(node.value)
        if isinstance(node, ast.Attribute) and node.attr in ("reader", "execute"):
            found.append(ast.unparse(node))
    return found


def dates_counted(tree: ast.Module) -> list[str]:
    """Arithmetic on dates: a timedelta made of a number."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("timedelta") and (node.args or node.keywords)
    ]


@every_module
def test_no_screen_knows_the_store_or_counts_days(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert foreign(tree) == []
    assert dates_counted(tree) == []


@pytest.mark.parametrize(
    "source",
    [
        "from salestui.store.driver import connect",
        "import salestui.store.log",
        "def f():\n    import sqlite3",
        "rows = desk.reader.execute(query)",
        'q = "SELECT name FROM customer"',
    ],
)
def test_knowing_the_store_is_found(source: str) -> None:
    assert foreign(ast.parse(source)) != []


def test_counting_days_is_found() -> None:
    assert dates_counted(ast.parse("due = now + timedelta(days=3)")) == ["timedelta(days=3)"]
    assert dates_counted(ast.parse("late = length < timedelta()")) == []


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


def screens_of(command: Command) -> Sequence[type[Frame] | type[Form[Any]]]:  # Any: whatever a form gives
    """Where a command must do something."""
    if command.scope == "form":
        return [Form]
    if command.id == "open":
        return [TodayScreen, CustomersScreen]
    if command.scope == "likely":
        return [InquiryForm, NewCustomerForm]
    return [screen for screen in MAIN if command.scope in screen.SCOPES]


def _subclasses(kind: type[Any]) -> Iterator[type[Any]]:  # Any: what a screen gives back
    for each in kind.__subclasses__():
        yield each
        yield from _subclasses(each)


def test_every_screen_and_form_is_a_place_that_is_walked_measured_and_made_hostile() -> None:
    for path in MODULES:
        import_module(".".join(("salestui.tui", *path.relative_to(TUI).with_suffix("").parts)))
    ours = [each for each in _subclasses(Screen) if each.__module__.startswith("salestui.tui")]
    screens = {each for each in ours if issubclass(each, Frame) and each is not Frame and "SCOPES" in vars(each)}
    assert screens == set(MAIN), "tests/tui/test_shape.py: MAIN lacks, or has too much"
    walked = {kind for _steps, kind in PLACES.values()}
    shown: set[type[Any]] = screens | {
        each for each in ours if issubclass(each, ModalScreen | Form) and not _subclassed(each)
    }
    forgotten = sorted(each.__name__ for each in shown if not any(issubclass(each, kind) for kind in walked))
    assert forgotten == [], "tests/tui/places.py leads to none of them"


def _subclassed(kind: type[Any]) -> bool:
    return any(each.__module__.startswith("salestui.tui") for each in kind.__subclasses__())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_has_an_action_where_it_is_offered(command: Command) -> None:
    screens = screens_of(command)
    assert screens, f"no screen has the scope {command.scope}"
    offering = [SalestuiApp] if command.id in FROM_FORMS else screens
    done_by = "run_command" if command.is_said else f"action_{command.id}"
    without = [screen.__name__ for screen in offering if not hasattr(screen, done_by)]
    if command.id == "open":  # Enter is the table's own key: it posts Chosen
        without = [screen.__name__ for screen in screens if not hasattr(screen, "open_card")]
    assert without == []


def test_ids_are_given_once_and_no_key_means_two_things_at_one_place() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(ids) == len(set(ids))
    for place, scopes in (
        *((screen.__name__, screen.SCOPES) for screen in MAIN),
        ("Form", Form.SCOPES),
        ("a new customer", NewCustomerForm.SCOPES),
    ):
        assert any(set(scopes) <= known for known in commands.PLACES), f"{place} is missing in commands.PLACES"
        keys = [key for command in COMMANDS if command.scope in scopes for key in command.keys.split(",")]
        assert sorted(keys) == sorted(set(keys)), place


def test_the_ten_main_commands_have_a_function_key_too() -> None:
    with_f_key = [command.id for command in COMMANDS if any(key[1:].isdigit() for key in command.keys.split(","))]
    assert len(with_f_key) >= 8


@pytest.mark.parametrize("screen", MAIN, ids=lambda screen: screen.__name__)
async def test_help_and_palette_offer_only_what_works_there(home_of: HomeMaker, screen: type[Frame]) -> None:
    ways: dict[type[Frame], str | tuple[str, ...]] = {
        TodayScreen: (),
        CustomersScreen: ("2",),
        CardScreen: ("2", "enter"),
        HistoryScreen: ("H",),
        OverviewScreen: ("O",),
        AgendaScreen: ("a",),
        SettingsScreen: ("comma",),
        FunnelScreen: ("4",),
        FunnelFiguresScreen: ("4", "F"),
        GoalsScreen: ("O", "t"),
        TasksScreen: ("3",),
        CustomerValueScreen: ("2", "V"),
        SatisfactionScreen: ("2", "P"),
        ReviewsScreen: "reviews",
        ReviewScreen: "a review",
        FeedbackScreen: "feedback",
        FeedbackRowsScreen: "rows behind feedback",
        FiguresScreen: ("6",),
        FigureRowsScreen: ("6", "enter"),
        ChartScreen: ("6", "c"),
        OwnersScreen: ("6", "O"),
        PlainList: ("4", "V"),
    }
    async with on_stage(home_of("en")) as stage:
        way = ways[screen]
        await (walk(stage, way) if isinstance(way, str) else stage.press(*way))
        await stage.until(lambda: isinstance(stage.app.screen, screen), screen.__name__)
        on = stage.app.screen
        offered = {command.id for command in commands_on(on)}
        assert {command.id for command in commands.commands_of(*screen.SCOPES)} - offered <= {"open"}  # of a list
        for command in commands_on(on):
            owners = (on, stage.app)
            by_itself = command.id == "open" or command.is_said
            assert by_itself or any(hasattr(each, f"action_{command.id}") for each in owners), command.id
        await stage.press("question_mark")
        await stage.until(lambda: isinstance(stage.app.screen, HelpScreen), "help")
        await stage.press("escape", "colon")
        await stage.until(lambda: isinstance(stage.app.screen, Palette), "the palette")


async def test_a_remapped_key_works_and_is_the_one_that_is_shown(home_of: HomeMaker) -> None:
    async with on_stage(home_of("en"), keys={"follow_up": "z"}) as stage:
        assert " z log " in stage.lines[-1]
        assert " f log " not in stage.lines[-1]
        await stage.press("f")
        assert isinstance(stage.app.screen, TodayScreen)
        await stage.press("z")
        await stage.until(lambda: isinstance(stage.app.screen, FollowUpForm), "the form")


def test_the_key_table_of_readme_is_made_from_the_registry() -> None:
    assert key_table() in README.read_text(encoding="utf-8"), "run: python -m tests.readme"


def test_every_form_is_a_form() -> None:
    assert all(issubclass(form, Form) for form in FORMS)
    assert isinstance(SalestuiApp.MODES, dict)
