"""Where the files of this program are: decided once, from the command line and the environment."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_NAME = "salestui"


class Paths(NamedTuple):
    """All absolute; nothing here need exist yet."""

    config_file: Path  # personal settings
    shared_settings: Path  # beside the database: the rules of everybody who works on it
    database: Path
    drafts: Path
    backups: Path
    logs: Path


def resolve(db: str | None, environ: Mapping[str, str]) -> Paths:
    """The files in force.

    `db` (--db), then SALESTUI_DB, move the database alone; SALESTUI_HOME moves everything into one folder;
    else the platform's folders are used. An empty variable counts as unset; "~" is the home folder.
    """
    home = environ.get("SALESTUI_HOME")
    if home:
        folder = _absolute(home)
        config, data, logs = folder, folder, folder / "logs"
    else:
        import platformdirs  # only where SALESTUI_HOME does not say

        config = platformdirs.user_config_path(_NAME, appauthor=False)
        data = platformdirs.user_data_path(_NAME, appauthor=False)
        logs = platformdirs.user_log_path(_NAME, appauthor=False)
    stated = db or environ.get("SALESTUI_DB")
    database = _absolute(stated) if stated else data / "salestui.db"
    return Paths(
        config_file=config / "config.toml",
        shared_settings=database.with_name("salestui.toml"),
        database=database,
        drafts=data / "drafts",
        backups=data / "backups",
        logs=logs,
    )


def _absolute(path: str) -> Path:
    return Path(path).expanduser().absolute()
