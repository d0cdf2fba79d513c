"""The one family of errors a user is told about: what went wrong, with which value, and what to do."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class SalestuiError(Exception):
    """Stops a command; told in one line on stderr, or in a dialog on the screen.

    `message` names the value, `hint` the remedy; both are already in the user's language.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} – {self.hint}" if self.hint else self.message


class UsageError(SalestuiError):
    """The words of a command are off: an option, a value, a missing argument."""

    exit_code = 2


class InvalidValueError(UsageError):
    """A field was given a value that it cannot hold; `field` is its id, where it is one field alone."""

    def __init__(self, message: str, hint: str = "", *, field: str | None = None) -> None:
        super().__init__(message, hint)
        self.field = field


class SettingsError(SalestuiError):
    """A settings file says something that cannot be: names file, key and value."""


class NotFoundError(SalestuiError):
    """Nothing goes by that name or reference."""


class GoneError(NotFoundError):
    """A record that was there a moment ago is not any more: somebody has undone what made it."""


class ArchivedError(UsageError):
    """A record has been put out of sight; `entity` and `key` name it, so that it can be brought back."""

    def __init__(self, message: str, hint: str = "", *, entity: str, key: str) -> None:
        super().__init__(message, hint)
        self.entity = entity
        self.key = key


class Conflict(NamedTuple):
    """A field that two people have changed from the same value to different ones; texts as a form shows them."""

    field: str
    base: str  # what both began with
    mine: str
    theirs: str  # what stands in the file
    by: str | None  # who wrote theirs, where the change log tells
    at: datetime | None  # UTC


class ConflictError(SalestuiError):
    """Somebody else has changed the same fields meanwhile. Nothing was written; `conflicts` hold both values."""

    def __init__(self, message: str, conflicts: Sequence[Conflict], hint: str = "") -> None:
        super().__init__(message, hint)
        self.conflicts = tuple(conflicts)


class AmbiguousError(SalestuiError):
    """A name fits several records; `candidates` are lines to choose from."""

    exit_code = 3

    def __init__(self, message: str, candidates: Sequence[str], hint: str = "") -> None:
        super().__init__(message, hint)
        self.candidates = tuple(candidates)


class StoreError(SalestuiError):
    """The database file cannot be used as it is: foreign, newer, locked, read-only, full."""


class ImportRefusedError(SalestuiError):
    """A file was not imported; `problems` name each bad row. Nothing was written."""

    def __init__(self, message: str, problems: Sequence[str], hint: str = "") -> None:
        super().__init__(message, hint)
        self.problems = tuple(problems)
