"""A desk at a place and time of its own, and the program run against it: in this process, or in a new one."""

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from salestui import i18n
from salestui.cli import main
from salestui.config import Settings
from salestui.domain.rules import CalendarRules, RuleBook, Rules
from salestui.paths import resolve
from salestui.services.desk import Desk, open_desk

ZONE = "Asia/Shanghai"
FRIDAY = datetime(2024, 5, 10, 9, tzinfo=ZoneInfo(ZONE))  # when every test begins, on the desk's wall clock


@dataclass
class Clock:
    """A clock that stands until it is moved. `now` is aware UTC."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> datetime:
        """Let so much time pass."""
        self.now += by
        return self.now

    def to(self, wall: str) -> datetime:
        """Set the desk's wall clock: "2024-05-10 09:00"."""
        self.now = at(wall)
        return self.now


def at(wall: str, zone: str = ZONE) -> datetime:
    """The instant at which the wall clock of `zone` shows `wall`."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def settings_of(
    *,
    owner: str = "Li",
    rules: Rules | None = None,
    calendar: CalendarRules | None = None,
    rules_from: Path | None = None,
) -> Settings:
    """Settings as a file would make them."""
    return Settings(
        language="en",
        owner=owner,
        currency="CNY",
        rule_book=RuleBook(rules or Rules(), calendar or CalendarRules(time_zone=ZONE)),
        keys=MappingProxyType({}),
        rules_from=rules_from,
        sources=MappingProxyType({}),
    )


@pytest.fixture(autouse=True)
def _speak_english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def clock() -> Clock:
    """The clock of `desk`: Friday 2024-05-10 09:00 in Shanghai."""
    return Clock(FRIDAY.astimezone(UTC))


@pytest.fixture
def open_at(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Desk]]:
    """Opens desks on one file, each as `settings_of` says; all are closed at the end."""
    opened: list[Desk] = []

    def open_one(**stated: Any) -> Desk:  # Any: the arguments of settings_of
        desk = open_desk(resolve(None, {"SALESTUI_HOME": str(tmp_path / "home")}), settings_of(**stated), clock)
        opened.append(desk)
        return desk

    yield open_one
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(open_at: Callable[..., Desk]) -> Desk:
    """Li's desk in Shanghai, in CNY, with the documents' own rules and nothing in it."""
    return open_at()


# ── the command line ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Ran:
    """What a run of the program gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # Any: whatever the command prints
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def errors(self) -> list[str]:
        """Lines of standard error, without those that belong to the line before (candidates, problems)."""
        return [line for line in self.err.splitlines() if not line.startswith("  ")]


@dataclass
class Shell:
    """Runs salestui as Li would type it; `home` holds every file. Call it for the result in this process."""

    home: Path
    now: datetime = FRIDAY
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The file of this home."""
        return self.home / "salestui.db"

    def environ(self, now: str | datetime | None = None, home: Path | None = None, **extra: str) -> dict[str, str]:
        """The environment of a run; `now` is a wall-clock text of Shanghai or an instant."""
        if isinstance(now, str):
            now = at(now)
        return {
            "SALESTUI_HOME": str(home or self.home),
            "SALESTUI_NOW": (now or self.now).isoformat(),
            "SALESTUI_LANG": "en",
            "TZ": ZONE,
            "LOGNAME": "Li",
            **self.extra,
            **extra,
        }

    def __call__(self, *argv: str, now: str | datetime | None = None, home: Path | None = None, **extra: str) -> Ran:
        """Run in this process: quick. `extra` adds to the environment."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = main.run(list(argv), self.environ(now, home, **extra))
            except SystemExit as ended:
                code = int(ended.code or 0)
            finally:
                i18n.use("en")
        return Ran(code, out.getvalue(), err.getvalue())

    def ok(self, *argv: str, now: str | datetime | None = None, home: Path | None = None, **extra: str) -> Ran:
        """Run in this process; it must succeed."""
        ran = self(*argv, now=now, home=home, **extra)
        assert ran.code == 0, ran
        return ran

    def program(self, *argv: str, now: str | datetime | None = None, home: Path | None = None, **extra: str) -> Ran:
        """Run in a new process, as a shell would."""
        environ = {**self.environ(now, home, **extra), "PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1"}
        if "SYSTEMROOT" in os.environ:  # Windows cannot start Python without it
            environ["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        return _ran([sys.executable, "-m", "salestui", *argv], environ)

    def settings(self, text: str) -> None:
        """Write config.toml."""
        self.home.mkdir(exist_ok=True)
        (self.home / "config.toml").write_text(text, encoding="utf-8")

    def commands(self) -> list[str]:
        """The kinds of all commands ever written, oldest first; none in a file not yet made."""
        return [str(row[0]) for row in self.sql("SELECT kind FROM command ORDER BY seq")]

    def sql(self, query: str) -> list[tuple[Any, ...]]:  # Any: SQLite's own values
        """What stands in the file, read past the program."""
        if not self.database.exists() or not self.database.stat().st_size:
            return []
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()


def _ran(argv: Sequence[str], environ: Mapping[str, str]) -> Ran:
    done = subprocess.run(argv, env=environ, capture_output=True, timeout=60, check=False)
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture
def run(tmp_path: Path) -> Shell:
    """Li's shell on an empty home: `run("due")` in this process, `run.program("due")` in a new one."""
    return Shell(tmp_path / "home")


@pytest.fixture
def program(run: Shell) -> Callable[..., Ran]:
    """Runs salestui in a new process on the home of `run`."""
    return run.program
