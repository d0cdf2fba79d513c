"""The commands `config`, `paths` and `completion`."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from salestui.cli.completion import Completions, script
from salestui.cli.settings import PARSERS, run_config, run_paths
from salestui.config import Settings, load
from salestui.errors import UsageError
from salestui.paths import Paths, resolve

if TYPE_CHECKING:
    from salestui.cli.context import Context

ENVIRON = {"LOGNAME": "li", "TZ": "UTC"}
COMMANDS = {
    "due": Completions(("--all", "--format", "--db", "--help"), values={"--format": ("table", "json", "tsv")}),
    "list": Completions(("--owner", "--db", "--help"), words=("customers", "tasks")),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """As much of a context as these commands look at."""

    paths: Paths
    environ: dict[str, str]

    @property
    def settings(self) -> Settings:
        return load(self.paths, self.environ)


@pytest.fixture
def context(tmp_path: Path) -> "Context":
    return cast("Context", Desk(resolve(None, {"SALESTUI_HOME": str(tmp_path)}), ENVIRON))


def test_a_setting_is_set_got_and_printed(context: "Context", capsys: pytest.CaptureFixture[str]) -> None:
    assert run_config(["set", "rules.urgent", "90m"], context) == 0
    assert capsys.readouterr().out == f'rules.urgent = "1h30m" written to {context.paths.config_file}\n'
    assert run_config(["get", "rules.urgent"], context) == 0
    assert capsys.readouterr().out == "1h30m\n"
    assert run_config([], context) == 0
    assert f'urgent = "1h30m"  # {context.paths.config_file}\n' in capsys.readouterr().out


def test_settings_for_programs(context: "Context", capsys: pytest.CaptureFixture[str]) -> None:
    run_config(["--format", "json"], context)
    rows = {row["key"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["currency"] == {"key": "currency", "value": '"CNY"', "source": "default"}
    assert rows["language"]["value"] is None


@pytest.mark.parametrize("argv", [["set"], ["set", "owner"], ["get"], ["get", "owner", "Li"], ["edit"]])
def test_config_says_what_it_takes(context: "Context", argv: list[str]) -> None:
    with pytest.raises(UsageError):
        run_config(argv, context)


def test_paths_are_printed_even_where_the_settings_are_broken(
    context: "Context", capsys: pytest.CaptureFixture[str]
) -> None:
    context.paths.config_file.write_text("owner = ", encoding="utf-8")
    assert run_paths(["--format", "json"], context) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["config_file"] == {
        "name": "config_file",
        "path": str(context.paths.config_file),
        "exists": True,
    }
    assert list(rows) == ["config_file", "shared_settings", "database", "drafts", "backups", "logs"]


def test_the_parsers_of_these_commands_say_their_own_name() -> None:
    assert {name: make().command for name, make in PARSERS.items()} == {name: name for name in PARSERS}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("salestui d", ["due"]),
        ("salestui due --f", ["--format"]),
        ("salestui due --format j", ["json"]),
        ("salestui --db x.db li", ["list"]),
        ("salestui list c", ["customers"]),
        ("salestui list --o", ["--owner"]),
    ],
)
def test_bash_is_offered_commands_words_and_options(typed: str, offered: list[str]) -> None:
    if shutil.which("bash") is None:
        pytest.skip("no bash here")
    words = typed.split()
    call = f"COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _salestui; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(["bash", "-c", script("bash", COMMANDS) + call], capture_output=True, text=True, check=True)
    assert done.stdout.split() == offered


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_are_told_the_same(shell: str) -> None:
    text = script(shell, COMMANDS)
    for word in ("due", "list", "customers tasks", "table json tsv", "all", "owner"):
        assert word in text
    program = shutil.which(shell)
    if program is not None:
        subprocess.run([program, "-n"], input=text, text=True, check=True)
