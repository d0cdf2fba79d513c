"""`demo`: a sample company in a home of its own, or in a new file; never on the user's data."""

import json
from datetime import datetime
from pathlib import Path
from shutil import copy

import pytest

from salestui.cli.main import run
from salestui.services.sample import build_sample

NOW = "2024-05-15T09:42:00+08:00"


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A user with a home of their own; temporary folders are made where the test can see them."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    return {"SALESTUI_HOME": str(tmp_path / "home"), "SALESTUI_NOW": NOW, "LOGNAME": "kim", "TZ": "UTC", "LANG": "C"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample company in English, made once."""
    path = tmp_path_factory.mktemp("template") / "sample.db"
    build_sample(path, datetime.fromisoformat(NOW), "en")
    return path


@pytest.fixture
def quick(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies the template instead of making a company for each test: its language and zone stay those."""

    def copied(path: Path, _now: datetime, _language: str, _time_zone: str) -> None:
        copy(template, path)

    monkeypatch.setattr("salestui.services.sample.build_sample", copied)


def demo_home(tmp_path: Path) -> Path:
    (home,) = (tmp_path / "tmp").iterdir()
    return home


@pytest.mark.usefixtures("quick")
def test_it_shows_the_sample_reps_morning_and_how_to_go_on(
    environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo"], environ) == 0
    out = capsys.readouterr().out
    home = demo_home(tmp_path)
    assert "Jinggong Manufacturing" in out
    assert f"SALESTUI_HOME={home} salestui due" in out
    assert sorted(file.name for file in home.iterdir() if file.suffix in (".db", ".toml")) == [
        "config.toml",
        "salestui.db",
    ]
    assert home.stat().st_mode & 0o777 == 0o700


def test_commands_in_its_home_are_the_sample_reps(
    environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["demo", "--language", "zh_CN"], environ)
    shown = capsys.readouterr().out
    there = environ | {"SALESTUI_HOME": str(demo_home(tmp_path))}
    assert run(["due"], there) == 0
    assert shown.startswith(capsys.readouterr().out)
    assert run(["due", "--format", "json"], there) == 0
    assert {row["owner"] for row in json.loads(capsys.readouterr().out)} == {"李", None}
    assert run(["history", "--format", "json"], there) == 0
    assert [entry["kind"] for entry in json.loads(capsys.readouterr().out)].count("rules") == 0


@pytest.mark.usefixtures("quick")
def test_the_users_own_data_is_never_opened(environ: dict[str, str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    mine = home / "salestui.db"
    mine.write_bytes(b"not even a database")
    other = tmp_path / "other.db"
    other.write_bytes(b"nor this")
    assert run(["demo"], environ | {"SALESTUI_DB": str(other)}) == 0
    assert (mine.read_bytes(), other.read_bytes()) == (b"not even a database", b"nor this")
    assert list(home.iterdir()) == [mine]


@pytest.mark.usefixtures("quick")
def test_to_writes_the_file_alone_readable_by_its_owner(
    environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "my sample.db"
    assert run(["demo", "--to", str(target)], environ) == 0
    assert f"salestui --db '{target}' due" in capsys.readouterr().out
    assert list(folder.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "home").exists()
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.usefixtures("quick")
def test_to_shows_everything_to_a_user_who_owns_nothing_there(
    environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "s.db"
    run(["demo", "--to", str(target)], environ)
    capsys.readouterr()
    assert run(["--db", str(target), "due"], environ) == 0
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) > 30
    assert "kim" in printed.err


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("taken", ["file", "folder", "dangling"])
def test_to_refuses_a_name_that_is_taken(
    environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], taken: str
) -> None:
    target = tmp_path / "s.db"
    match taken:
        case "file":
            target.write_bytes(b"mine")
        case "folder":
            target.mkdir()
        case _:
            target.symlink_to(tmp_path / "nowhere")
    assert run(["demo", "--to", str(target)], environ) == 1
    error = capsys.readouterr().err
    assert str(target) in error
    assert error.count("\n") == 1
    assert not (tmp_path / "nowhere").exists()
    if taken == "file":
        assert target.read_bytes() == b"mine"


def test_to_a_folder_that_is_not_there_is_told_in_one_line(
    environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo", "--to", str(tmp_path / "no" / "s.db")], environ) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_language_there_is_not_is_refused(environ: dict[str, str]) -> None:
    assert run(["demo", "--language", "fr"], environ) == 2
