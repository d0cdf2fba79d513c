"""Which modules get loaded, asked of fresh interpreters.

The import-linter contracts see what is written; `sys.modules` tells what happens.
"""

import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import salestui

_TOO_HEAVY_TO_READ = (
    *("textual", "sqlmodel", "sqlalchemy", "pydantic", "alembic", "pypinyin", "holidays", "tomlkit", "tzlocal"),
    *("argparse", "rich.table"),
)

_RUN = """
import json, sys
from salestui.cli.main import run
code = run(sys.argv[1:]) if len(sys.argv) > 1 else 0
sys.stdout.flush()
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""
_IMPORT = """
import json, sys
from importlib import import_module
for name in sys.argv[1:]:
    import_module(name)
print(json.dumps([0, sorted(sys.modules)]), file=sys.stderr)
"""


def _loaded(code: str, *words: str, home: Path) -> frozenset[str]:
    """The modules that are loaded at the end of `code` with `words`."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**_plain_environment(), "SALESTUI_HOME": str(home), "SALESTUI_NOW": "2024-05-10T09:00:00+08:00"},
        capture_output=True,
        text=True,
        check=True,
    )
    exit_code, names = json.loads(done.stderr.splitlines()[-1])
    assert exit_code == 0, done.stderr
    return frozenset(names)


def _plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("SALESTUI_", "LC_", "LANG"))}


def _of(loaded: frozenset[str], names: Sequence[str]) -> list[str]:
    """Which of `names`, or modules inside them, are loaded."""
    return sorted(name for name in names if any(f"{each}.".startswith(f"{name}.") for each in loaded))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small file and settings that state rules."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "config.toml").write_text(
        'owner = "Li"\n[rules]\nurgent = "1h"\n[clock]\ntime_zone = "Asia/Shanghai"\n', encoding="utf-8"
    )
    for words in (
        ("add", "customer", "精工制造", "--grade", "A", "--care", "routine"),
        ("inquiry", "C001", "lead", "asks for a quote"),
        ("log", "C001", "phone", "quoted", "--next", "+3d", "--todo", "send the manual @+2d"),
    ):
        _loaded(_RUN, *words, home=folder)
    return folder


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("due",),
        ("due", "--all", "--format", "json"),
        ("list", "customers"),
        ("list", "follow-ups"),
        ("list", "tasks"),
        ("find", "jinggong"),
        ("find", "quoted"),
        ("show", "C001"),
        ("history",),
        ("history", "C001"),
        ("report", "goals"),
        ("config",),
        ("paths",),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_read_command_loads_nothing_heavy(
    home: Path, words: tuple[str, ...], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
    loaded = _loaded(_RUN, *words, home=home)
    assert "salestui.cli.main" in loaded
    assert _of(loaded, _TOO_HEAVY_TO_READ) == []


def test_a_write_command_loads_the_orm_which_shows_that_these_tests_can_fail(home: Path) -> None:
    loaded = _loaded(_RUN, "set", "C001", "note=seen", home=home)
    assert _of(loaded, ("sqlmodel", "sqlalchemy")) == ["sqlalchemy", "sqlmodel"]
    assert _of(loaded, ("textual", "alembic", "argparse")) == []


def _modules(package: str) -> list[str]:
    folder = Path(salestui.__file__).parent.joinpath(*package.split(".")[1:])
    return [
        each.name for each in pkgutil.walk_packages([str(folder)], f"{package}.") if not each.name.endswith("__main__")
    ]


def test_the_domain_loads_only_the_standard_library(tmp_path: Path) -> None:
    loaded = _loaded(_IMPORT, *_modules("salestui.domain"), home=tmp_path)
    bare = _loaded(_IMPORT, home=tmp_path)  # what the interpreter brings, an editable install's finder included
    foreign = {name.partition(".")[0] for name in loaded - bare} - sys.stdlib_module_names
    assert foreign == {"salestui"}
    ours = {name for name in loaded if name.startswith("salestui.")}
    assert {name for name in ours if not name.startswith("salestui.domain")} == set()


_NOT_FOR_THE_FIRST_SCREEN = (
    *("salestui.services.finding", "salestui.services.browsing", "salestui.domain.funnel", "salestui.domain.fields"),
    *("salestui.tui.forms", "salestui.tui.screens.card", "salestui.tui.dialogs", "salestui.tui.widgets.line"),
    *("sqlmodel", "statistics", "concurrent.futures.thread"),
)
_DATACLASSES = """
import json, sys
from dataclasses import is_dataclass
import salestui.tui.start, salestui.tui.app, salestui.services.undoing
ours = [module for name, module in sys.modules.items() if name.startswith("salestui.")]
classes = {each for module in ours for each in vars(module).values() if isinstance(each, type) and is_dataclass(each)}
names = [each.__name__ for each in classes if each.__module__.startswith("salestui.")]
print(json.dumps([0, sorted(names)]), file=sys.stderr)
"""


def test_the_first_screen_loads_nothing_that_only_a_key_asks_for(tmp_path: Path) -> None:
    loaded = _loaded(_IMPORT, "salestui.tui.start", "salestui.tui.app", home=tmp_path)
    assert "salestui.tui.screens.today" in loaded
    assert _of(loaded, _NOT_FOR_THE_FIRST_SCREEN) == []


def test_the_first_screen_makes_hardly_a_dataclass(tmp_path: Path) -> None:
    """Half a millisecond each, a named tuple 0.08: thirty of them were a tenth of a bare app."""
    assert _loaded(_DATACLASSES, home=tmp_path) == {"CalendarSpan", "Deadline", "Money", "Settings"}


def test_nothing_outside_the_screens_loads_textual(tmp_path: Path) -> None:
    outside = [name for name in _modules("salestui") if not f"{name}.".startswith("salestui.tui.")]
    assert len(outside) > 50
    assert _of(_loaded(_IMPORT, *outside, home=tmp_path), ("textual",)) == []
