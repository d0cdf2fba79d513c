"""What a command is given: the files, the settings, the time, and a desk when it asks for one."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property

from salestui.config import Settings, load, now_from
from salestui.i18n import detect, use
from salestui.paths import Paths, resolve
from salestui.services.desk import Desk, open_desk


class Context:
    """Made once by `cli.main`; the settings are read when first asked for, so that `paths` works with a broken file."""

    def __init__(self, db: str | None, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.database_named = bool(db or environ.get("SALESTUI_DB"))
        self.paths: Paths = resolve(db, environ)
        self._desk: Desk | None = None

    @cached_property
    def settings(self) -> Settings:
        """The settings in force; from here on the program speaks their language."""
        settings = load(self.paths, self.environ)
        use(detect(settings.language, self.environ))
        return settings

    @cached_property
    def now(self) -> Callable[[], datetime]:
        """The clock: UTC, fixed by SALESTUI_NOW."""
        return now_from(self.environ)

    def reading_desk(self) -> Desk:
        """The desk for a command that only reads: a file that was named must be there."""
        self._desk = open_desk(self.paths, self.settings, self.now, must_exist=self.database_named)
        return self._desk

    @property
    def damage(self) -> str:
        """What is to be said of the file that was read; empty where all of it could be."""
        return "" if self._desk is None else self._desk.damage

    def writing_desk(self) -> Desk:
        """The desk for a command that writes: the file is made if it is not there. Tasks that repeat are made first."""
        from salestui.services.upkeep import make_due_tasks

        desk = open_desk(self.paths, self.settings, self.now)
        try:
            make_due_tasks(desk)
        except BaseException:  # whatever it is passes on; nobody else could close what was just opened
            desk.close()
            raise
        return desk
