"""Where files are, by option, environment and platform."""

from collections.abc import Mapping
from pathlib import Path

import platformdirs
import pytest

from salestui.paths import resolve


@pytest.mark.parametrize(
    ("db", "environ", "database"),
    [
        ("/a/mine.db", {"SALESTUI_DB": "/b/x.db", "SALESTUI_HOME": "/h"}, "/a/mine.db"),
        (None, {"SALESTUI_DB": "/b/x.db", "SALESTUI_HOME": "/h"}, "/b/x.db"),
        (None, {"SALESTUI_HOME": "/h"}, "/h/salestui.db"),
        (None, {"SALESTUI_DB": "", "SALESTUI_HOME": "/h"}, "/h/salestui.db"),
    ],
)
def test_the_option_goes_before_the_database_variable_and_that_before_the_home(
    db: str | None, environ: Mapping[str, str], database: str
) -> None:
    assert resolve(db, environ).database == Path(database)


def test_the_home_moves_every_file_into_one_folder() -> None:
    paths = resolve(None, {"SALESTUI_HOME": "/h"})
    assert (paths.config_file, paths.database) == (Path("/h/config.toml"), Path("/h/salestui.db"))
    assert (paths.drafts, paths.backups, paths.logs) == (
        Path("/h/drafts"),
        Path("/h/backups"),
        Path("/h/logs"),
    )


def test_another_database_leaves_the_other_files_where_they_are() -> None:
    paths = resolve("/team/desk.db", {"SALESTUI_HOME": "/h"})
    assert (paths.config_file, paths.drafts) == (Path("/h/config.toml"), Path("/h/drafts"))


def test_shared_settings_stand_beside_the_database() -> None:
    assert resolve("/team/desk.db", {"SALESTUI_HOME": "/h"}).shared_settings == Path("/team/salestui.toml")


def test_without_a_home_the_platform_says_where() -> None:
    paths = resolve(None, {})
    assert paths.database == platformdirs.user_data_path("salestui", appauthor=False) / "salestui.db"
    assert paths.config_file == platformdirs.user_config_path("salestui", appauthor=False) / "config.toml"


def test_relative_names_and_the_home_sign_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/li")
    assert resolve("desk.db", {"SALESTUI_HOME": "here"}).database == tmp_path / "desk.db"
    assert resolve(None, {"SALESTUI_HOME": "~/s"}).config_file == Path("/home/li/s/config.toml")
