"""The one family of errors a user is told about: what went wrong, with which value, and what to do."""

from collections.abc import Sequence


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
