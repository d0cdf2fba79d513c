"""The panel by keys: figures fill in beside it, keys never wait, what is no longer wanted is dropped; what a tile opens
into, charts and their files, owners side by side."""

import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from salestui.domain.figures import FIGURES, FIRST_PAGE, FigureId, Unit
from salestui.domain.periods import Period
from salestui.domain.readings import FigureRow, Measured, Reading, Scope
from salestui.domain.targets import Target
from salestui.errors import NotFoundError
from salestui.services import customers
from salestui.services import figures as service
from salestui.services.desk import Desk
from salestui.tui.choosing import Choose
from salestui.tui.screens.asking import AskText
from salestui.tui.screens.card import CardScreen
from salestui.tui.screens.charts import ChartScreen
from salestui.tui.screens.customers import CustomersScreen
from salestui.tui.screens.figure_rows import FigureRowsScreen
from salestui.tui.screens.figures import FiguresScreen
from salestui.tui.screens.owners import OwnersScreen
from salestui.tui.widgets.tiles import Tiles
from tests.tui.stage import Stage, on_stage

LONG_S = 20.0  # how long a held query is waited for; no test lets it come to that


@dataclass
class Fake:
    """The service as these tests need it: each answer says what was asked; a period can be held back."""

    values: dict[FigureId, tuple[int, int | None]] = field(default_factory=dict)
    before: dict[FigureId, tuple[int, int | None]] = field(default_factory=dict)
    targets: dict[FigureId, Target] = field(default_factory=dict)
    parts: dict[FigureId, tuple[Reading, ...]] = field(default_factory=dict)
    rows: list[FigureRow] = field(default_factory=list)
    asked: list[tuple[FigureId, str, Scope]] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)  # by the period's name
    begun: threading.Event = field(default_factory=threading.Event)
    refuse: bool = False

    def measure(self, _desk: Desk, figure: FigureId, period: Period, scope: Scope) -> Measured:
        """See services.figures."""
        self.asked.append((figure, period.name, scope))
        if period.name in self.held:
            self.begun.set()
            assert self.held[period.name].wait(LONG_S)
        if self.refuse:
            raise NotFoundError("nobody is called that", "choose another owner")
        of = {name: (self._reading(figure, found),) for name, found in (("now", self.values), ("then", self.before))}
        trend = (*[Fraction(place, 20) for place in range(11)], of["now"][0].value)
        return Measured(figure, (*of["now"], *self.parts.get(figure, ())), of["then"], trend, self.targets.get(figure))

    def behind(self, _desk: Desk, _figure: FigureId, _period: Period, _scope: Scope, *, limit: int) -> list[FigureRow]:
        """See services.figures."""
        return self.rows[:limit]

    def by_owner(
        self, _desk: Desk, figures: Sequence[FigureId], _period: Period, _scope: Scope
    ) -> Mapping[str | None, tuple[Reading, ...]]:
        """Li has the values, Chen a third of nothing."""
        return {
            "Li": tuple(self._reading(figure, self.values) for figure in figures),
            "Chen": tuple(self._reading(figure, {}) for figure in figures),
            None: (),
        }

    def _reading(self, figure: FigureId, found: Mapping[FigureId, tuple[int, int | None]]) -> Reading:
        unit = FIGURES[figure].unit
        plain = unit in (Unit.COUNT, Unit.MONEY) and figure is not FigureId.AVERAGE_DEAL
        currency = "CNY" if unit in (Unit.MONEY, Unit.MONEY_PER_DAY) else None
        return Reading(figure, *found.get(figure, (0, None if plain else 0)), currency=currency)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    made = Fake(
        values={FigureId.SALES_AMOUNT: (112_000_000, None), FigureId.WIN_RATE: (3, 4), FigureId.SALES_CYCLE: (12, 1)},
        before={FigureId.SALES_AMOUNT: (100_000_000, None), FigureId.WIN_RATE: (4, 4), FigureId.SALES_CYCLE: (9, 1)},
    )
    for name in ("measure", "behind", "by_owner"):
        monkeypatch.setattr(service, name, getattr(made, name))
    yield made
    for event in made.held.values():
        event.set()


@pytest.fixture
async def stage(home: Path, fake: Fake) -> AsyncIterator[Stage]:
    """The panel of the sample company at 80×24, its figures read."""
    async with on_stage(home) as stage:
        await go(stage, FiguresScreen, "6")
        await all_read(stage)
        yield stage


async def go(stage: Stage, kind: type[object], *keys: str) -> None:
    await stage.press(*keys)
    await stage.until(lambda: isinstance(stage.app.screen, kind), f"{kind.__name__} by {keys}")


async def all_read(stage: Stage) -> None:
    screen = stage.app.screen
    assert isinstance(screen, FiguresScreen | FigureRowsScreen | ChartScreen | OwnersScreen)
    await stage.until(lambda: screen.all_read, "the figures")


def tile(stage: Stage, name: str) -> list[str]:
    """The lines of a tile, from its name down."""
    number, line = next((number, line) for number, line in enumerate(stage.lines) if name in line)
    at = line.index(name)
    return [each[at : at + 24].rstrip() for each in stage.lines[number : number + 5]]


@contextmanager
def holding(stage: Stage, fake: Fake, period: str) -> Iterator[Callable[[], None]]:
    """The figures of a period do not come until they are let go."""
    fake.held[period] = threading.Event()
    fake.begun.clear()
    try:
        yield fake.held[period].set
    finally:
        fake.held[period].set()


# ── tiles ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_tile_says_value_change_and_whether_that_is_good(stage: Stage) -> None:
    assert "Figures 2026-11 · to date" in stage.lines[1]
    sales = tile(stage, "sales amount")
    assert sales[0] == "sales amount         CNY"
    assert sales[1].startswith("1,120,000")
    assert sales[2].startswith("▴ +12 % better")
    assert tile(stage, "win rate")[2].startswith("▾ −25 pp worse")


async def test_less_is_better_where_it_is(stage: Stage) -> None:
    await stage.press("pagedown")
    await all_read(stage)
    assert tile(stage, "sales cycle")[1].startswith("12 d")
    assert tile(stage, "sales cycle")[2].startswith("▴ +3 d worse")


async def test_nothing_to_divide_by_is_a_dash_and_no_change(stage: Stage) -> None:
    assert tile(stage, "repurchase rate")[1].split()[0] == "–"
    assert not any(sign.isascii() and not sign.isspace() for sign in tile(stage, "repurchase rate")[2])


async def test_a_target_is_shown_with_how_much_of_it_stands(home: Path, fake: Fake) -> None:
    fake.targets = {
        FigureId.SALES_AMOUNT: Target(140_000_000, Unit.MONEY, "CNY"),
        FigureId.WIN_RATE: Target(7_500, Unit.SHARE),
    }
    async with on_stage(home) as stage:
        await go(stage, FiguresScreen, "6")
        await all_read(stage)
        assert tile(stage, "sales amount")[3] == "80 % of 1,400,000"
        assert tile(stage, "win rate")[3] == "✓ 100 % of 75 %"  # exactly at it is reached


async def test_responses_are_shown_by_grade(home: Path, fake: Fake) -> None:
    figure = FigureId.RESPONSE_ON_TIME
    fake.values[figure] = (5, 8)
    fake.parts[figure] = (Reading(figure, 3, 4, "A"), Reading(figure, 2, 4, "B"), Reading(figure, 5, 8, "R1"))
    async with on_stage(home) as stage:
        await go(stage, FiguresScreen, "6")
        await all_read(stage)
        assert "A 75 %  B 50 %  C –" in tile(stage, "response on time")


@pytest.mark.parametrize(("size", "lines"), [((60, 16), 12), ((80, 24), 12), ((140, 45), 12)])
async def test_twelve_figures_stand_at_once_in_every_window(
    home: Path, fake: Fake, size: tuple[int, int], lines: int
) -> None:
    from salestui.figure_sentences import figure_name

    async with on_stage(home, size=size) as stage:
        await go(stage, FiguresScreen, "6")
        await all_read(stage)
        shown = [figure for figure in list(FIGURES)[:FIRST_PAGE] if figure_name(figure) in stage.text]
        assert len(shown) == lines
        assert "1,120,000" in stage.text
        assert "▾ −25 pp" in stage.text


async def test_every_figure_has_a_tile(stage: Stage) -> None:
    from salestui.figure_sentences import figure_name

    seen = stage.text
    for _page in range(len(FIGURES) // FIRST_PAGE):
        await stage.press("pagedown")
        await all_read(stage)
        seen += stage.text
    assert [figure for figure in FigureId if figure_name(figure) not in seen] == []


async def test_the_cursor_walks_over_the_tiles_and_on_to_the_next_page(stage: Stage) -> None:
    tiles = stage.app.screen.query_one(Tiles)
    walked = []
    for key in ("l", "right", "l", "j", "down", "k", "h", "G", "g", "tab", "shift+tab"):
        await stage.press(key)
        walked.append(tiles.key)
    assert walked == [
        *("won_deals", "new_customers", "interest_conversion", "win_rate", "follow_up_on_time", "win_rate"),
        *("repurchase_rate", list(FigureId)[-1], "sales_amount", "revenue_growth", "sales_amount"),
    ]
    assert "1/2" in stage.lines[1]
    await stage.press("j", "j", "j", "j")
    assert tiles.key == "revenue_growth"
    assert "2/2" in stage.lines[1]


async def test_a_click_stands_on_a_tile_and_a_second_one_opens_it(stage: Stage) -> None:
    tiles = stage.app.screen.query_one(Tiles)
    await stage.pilot.click(Tiles, offset=(30, 1))
    await stage.settle()
    assert tiles.key == "won_deals"
    await stage.pilot.click(Tiles, offset=(30, 1))
    await stage.until(lambda: isinstance(stage.app.screen, FigureRowsScreen), "the tile is opened")


# ── reading beside the screen ────────────────────────────────────────────────────────────────────────────────────


async def test_the_panel_stands_at_once_and_keys_do_not_wait_for_figures(home: Path, fake: Fake) -> None:
    async with on_stage(home) as stage:
        with holding(stage, fake, "2026-11") as let_go:
            await go(stage, FiguresScreen, "6")
            assert tile(stage, "sales amount")[1] == "…"
            assert fake.begun.wait(LONG_S)
            await stage.press("j", "l")
            assert stage.app.screen.query_one(Tiles).key == "average_deal"
            await go(stage, CustomersScreen, "2")
            assert stage.table.row_count == 72  # while the figure still hangs
            await go(stage, FiguresScreen, "6")
            let_go()
            await all_read(stage)
        assert tile(stage, "sales amount")[1].startswith("1,120,000")


async def test_what_is_no_longer_wanted_is_dropped_and_not_even_asked(stage: Stage, fake: Fake) -> None:
    with holding(stage, fake, "2026-10") as let_go:
        await stage.press("[")
        assert fake.begun.wait(LONG_S)
        assert tile(stage, "sales amount")[1] == "…"
        fake.values[FigureId.SALES_AMOUNT] = (900, None)
        await stage.press("[")  # September is wanted, October hangs
        assert "2026-09" in stage.lines[1]
        let_go()
        await all_read(stage)
    assert tile(stage, "sales amount")[1].startswith("9 ")
    assert [figure for figure, period, _scope in fake.asked if period == "2026-10"] == [FigureId.SALES_AMOUNT]


async def test_a_change_of_the_file_is_read_without_blanking(stage: Stage, fake: Fake) -> None:

    fake.values[FigureId.SALES_AMOUNT] = (113_000_000, None)
    with holding(stage, fake, "2026-11") as let_go:
        with stage.desk() as desk:
            customers.add_customer(desk, {"name": "Another"})
        await stage.until(fake.begun.is_set, "the file is looked at again")
        assert tile(stage, "sales amount")[1].startswith("1,120,000")
        let_go()
        await all_read(stage)
    await stage.until(lambda: tile(stage, "sales amount")[1].startswith("1,130,000"), "the new value")


async def test_the_second_page_is_read_when_it_is_gone_to(stage: Stage, fake: Fake) -> None:
    assert FigureId.RETENTION not in [figure for figure, _period, _scope in fake.asked]
    await stage.press("pagedown")
    await all_read(stage)
    assert FigureId.RETENTION in [figure for figure, _period, _scope in fake.asked]


async def test_a_figure_that_cannot_be_read_is_said_and_the_others_stand(stage: Stage, fake: Fake) -> None:
    fake.refuse = True
    await stage.press("[")
    await all_read(stage)
    assert "nobody is called that – choose another owner" in stage.text
    assert tile(stage, "sales amount")[1] == "?"


async def test_an_empty_file_says_what_to_press_first(tmp_path: Path, fake: Fake) -> None:
    (tmp_path / "empty").mkdir()
    async with on_stage(tmp_path / "empty", size=(60, 16)) as stage:
        await go(stage, FiguresScreen, "6")
        assert "nothing to count yet – 2, then n adds a customer" in stage.text
        await stage.press("enter", "c")
        assert isinstance(stage.app.screen, FiguresScreen)
        assert fake.asked == []


# ── periods and scope ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        (("[",), "2026-10"),
        (("]",), "2026-12"),
        (("p",), "2026-Q4 · to date"),
        (("p", "p"), "2026 · to date"),
        (("p", "p", "p"), "2026-W47 · to date"),
        (("[", "p"), "2026-Q4 · to date"),
        (("[", "[", "[", "T"), "2026-11 · to date"),
    ],
)
async def test_the_period_is_changed_by_key(stage: Stage, keys: tuple[str, ...], title: str) -> None:
    await stage.press(*keys)
    assert stage.lines[1].startswith(f" Figures {title} "), stage.lines[1]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("2026-W47", "2026-W47 · to date"),
        ("2025", "2025"),
        ("2026-11-02..2026-11-08", "2026-11-02..2026-11-08"),
    ],
)
async def test_any_period_is_typed_in(stage: Stage, typed: str, title: str) -> None:
    await go(stage, AskText, "P")
    await stage.press("ctrl+u", *typed, "enter")
    await stage.until(lambda: isinstance(stage.app.screen, FiguresScreen), "the panel")
    assert stage.lines[1].startswith(f" Figures {title} "), stage.lines[1]


@pytest.mark.parametrize("typed", ["2026-13", "yesterday", "2026-W54", "2026-11-08..2026-11-02", ""])
async def test_what_is_no_period_is_refused_with_the_remedy_and_stays_to_be_corrected(stage: Stage, typed: str) -> None:
    await go(stage, AskText, "P")
    await stage.press("ctrl+u", *typed, "enter")
    assert isinstance(stage.app.screen, AskText)
    said = " ".join(stage.text.split())
    assert f"'{typed}' is no period" in said
    assert "write 2026-11" in said
    await stage.press("escape")
    assert "2026-11 · to date" in stage.lines[1]


async def test_the_title_names_all_that_the_figures_are_narrowed_to(stage: Stage, fake: Fake) -> None:
    for key, steps in (("o", 2), ("s", 1), ("A", 1), ("R", 1)):
        await go(stage, Choose, key)
        await stage.press(*["j"] * steps, "enter")
        await stage.until(lambda: isinstance(stage.app.screen, FiguresScreen), "chosen")
    await all_read(stage)
    scope = fake.asked[-1][2]
    assert (scope.owner, scope.segment, scope.grade) == ("Li", "key_account", "A")
    assert scope.region is not None
    assert f"· Li · key account · A · {scope.region}" in stage.lines[1]
    await go(stage, Choose, "o")
    await stage.press("g", "enter")
    await stage.until(lambda: "· Li ·" not in stage.lines[1], "everybody's")


# ── behind a figure ──────────────────────────────────────────────────────────────────────────────────────────────


def deal_row(key: str, numerator: int) -> FigureRow:
    at = datetime(2026, 11, 12, 2, tzinfo=UTC)
    return FigureRow("deal", key, f"D-{key}", "C012", "Dipu", f"deal {key}", "Li", at, numerator, 1)


async def test_a_tile_opens_its_formula_its_numbers_and_the_rows(stage: Stage, fake: Fake) -> None:
    fake.rows = [deal_row("AAAAAA", 1), deal_row("BBBBBB", 0)]
    fake.targets[FigureId.WIN_RATE] = Target(9_000, Unit.SHARE)
    await stage.press("j", "j")
    await go(stage, FigureRowsScreen, "enter")
    await all_read(stage)
    assert [line.strip() for line in stage.lines[1:5]] == [
        "win rate 2026-11 · to date · 2 rows",
        "3  deals won in the period",
        "÷ 4  deals won or lost in the period",
        "= 75 %   ▾ −25 pp worse · 83.3 % of the target 90 %",
    ]
    assert stage.rows[0].split()[:2] == ["✓", "yes"]
    assert stage.rows[1].split()[:2] == ["–", "no"]


async def test_a_row_opens_the_card_at_its_record(home: Path) -> None:
    async with on_stage(home) as stage:
        await go(stage, FiguresScreen, "6")
        await stage.press("p", *["l"] * 7)
        await go(stage, FigureRowsScreen, "enter")  # responses of the quarter
        await all_read(stage)
        await stage.press("j", "j", "j")
        (ref,) = (word for word in stage.rows[3].split() if word.startswith("I-"))
        ((inquiry,),) = stage.sql("SELECT id FROM inquiry WHERE ref = :ref", ref=ref)
        await go(stage, CardScreen, "enter")
        await stage.until(lambda: stage.table.row_count, "the story")
        assert stage.table.key == f"received:{inquiry}"
        await go(stage, FigureRowsScreen, "escape")
        await go(stage, FiguresScreen, "escape")


async def test_the_numbers_on_the_tile_are_those_behind_it(home: Path) -> None:
    async with on_stage(home) as stage:
        await go(stage, FiguresScreen, "6")
        await stage.press("p")
        await all_read(stage)
        shown = tile(stage, "response on time")[1].split("%")[0].strip()
        await stage.press(*["l"] * 7)
        await go(stage, FigureRowsScreen, "enter")
        await all_read(stage)
        above, below = (int(stage.lines[line].replace("÷", "").split()[0]) for line in (2, 3))
        assert Fraction(above, below) == Fraction(shown) / 100
        keys = stage.table.row_count
        assert keys == below
        rows = [row for row in stage.rows if "✓ yes" in row or "– no" in row]
        assert rows


# ── charts ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_kinds_of_charts_are_switched_by_key(stage: Stage) -> None:
    await go(stage, ChartScreen, "c")
    titles = []
    for _kind in range(4):
        await all_read(stage)
        titles.append(stage.lines[1].split("2026")[0].strip())
        await stage.press("tab")
    assert titles == [
        "sales amount (CNY) over time",
        "sales amount (CNY) by owner",
        "sales amount (CNY) share of each owner",
        "sales amount (CNY) share of each channel",
    ]


async def test_bars_say_their_numbers_and_the_period_asked_for_comes_last(stage: Stage) -> None:
    await go(stage, ChartScreen, "c")
    await all_read(stage)
    assert stage.lines[3].split()[-1] == "1.12m"
    assert "the last one is not over yet" in stage.text
    await stage.press("c")
    await all_read(stage)
    (line,) = (line for line in stage.lines if line.strip().startswith("Li"))
    assert line.strip().endswith("1,120,000")


async def test_shares_add_up_to_a_hundred(stage: Stage, fake: Fake) -> None:
    figure = FigureId.CHANNEL_CONTRIBUTION
    parts = [("trade_fair", 1), ("website", 1), ("unknown", 1)]
    fake.parts[figure] = tuple(Reading(figure, part, 3, name, "CNY") for name, part in parts)
    await go(stage, ChartScreen, "c")
    await stage.press("shift+tab")
    await all_read(stage)
    percents = [int(line.split("%")[0].split()[-1]) for line in stage.lines if "%" in line and "=" not in line]
    assert percents == [34, 33, 33]
    assert "channel unknown" in stage.text


async def test_a_chart_is_written_as_svg_beside_the_file_and_never_over_another(stage: Stage) -> None:
    await go(stage, ChartScreen, "c")
    await all_read(stage)
    written = stage.home / "sales-amount-trend-2026-11.svg"
    for name in (written.name, "sales-amount-trend-2026-11-2.svg"):
        await go(stage, AskText, "x")
        await stage.press("enter")
        await stage.until(lambda: stage.answer.startswith(f"{name} written, in "), name)  # noqa: B023 - waited for here
    root = ElementTree.fromstring(written.read_text(encoding="utf-8"))  # noqa: S314 - our own
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"sales amount (CNY)", "1,120,000", "2026-11"} <= set(texts)
    await go(stage, AskText, "x")
    await stage.press("ctrl+u", *written.name, "enter")
    assert isinstance(stage.app.screen, AskText)
    assert "is there already" in stage.text


@pytest.mark.parametrize("typed", ["", "no/such/folder.svg"])
async def test_a_file_that_cannot_be_is_refused_and_the_line_stays(stage: Stage, typed: str) -> None:
    await go(stage, ChartScreen, "c")
    await all_read(stage)
    await go(stage, AskText, "x")
    await stage.press("ctrl+u", *typed, "enter")
    assert isinstance(stage.app.screen, AskText)
    assert "✗" in stage.text


# ── owners ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_owners_stand_side_by_side_by_name_with_the_small_numbers(stage: Stage, fake: Fake) -> None:
    fake.values |= {FigureId.RESPONSE_ON_TIME: (3, 4), FigureId.ACTIVITIES: (31, None)}
    await go(stage, OwnersScreen, "O")
    await all_read(stage)
    chen, li = (row.split() for row in stage.rows)
    assert chen[0] == "Chen"
    assert li[:5] == ["Li", "75", "%", "3/4", "5"]  # five are overdue
    assert "1,120,000" in li
    assert "–" in chen


async def test_owners_are_sorted_by_key_and_those_without_a_value_come_last(stage: Stage, fake: Fake) -> None:
    fake.values[FigureId.RESPONSE_ON_TIME] = (3, 4)
    await go(stage, OwnersScreen, "O")
    await all_read(stage)
    names = []
    for key in ("s", "S", "s"):
        await stage.press(key)
        names.append([row.split()[0] for row in stage.rows])
    assert names == [["Li", "Chen"], ["Li", "Chen"], ["Chen", "Li"]]  # then by what is overdue, the most first


async def test_enter_shows_the_panel_of_that_owner_alone(stage: Stage, fake: Fake) -> None:
    await go(stage, OwnersScreen, "O")
    await all_read(stage)
    await stage.press("j")
    await go(stage, FiguresScreen, "enter")
    await all_read(stage)
    assert "· Li " in stage.lines[1]
    assert fake.asked[-1][2] == Scope(owner="Li")
