"""A draft: what stands in a form and was not saved, as a file of its own, readable by its owner alone.

Files and no database: they are written several times a second, by one session each, and outlive a broken database.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from salestui.domain.instants import iso
from salestui.domain.records import record_of_ref
from salestui.errors import SalestuiError
from salestui.i18n import _

FORMAT: Final = 1  # of the file; a file of a later one is left for the program that wrote it
_SIGN: Final = "salestui_draft"
_MOST_BYTES: Final = 8_000_000
_NO_LINKS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class FormKind(StrEnum):
    """The forms that keep drafts."""

    FOLLOW_UP = "follow_up"
    INQUIRY = "inquiry"
    RESOLUTION = "resolution"
    IMPROVEMENT = "improvement"  # a task made of one
    NEW = "new"  # a record by its fields
    RECORD = "record"  # one that is corrected


@dataclass(frozen=True, slots=True)
class Reopening:
    """Which form, and about what: enough to open it again. Two are equal where they are the same form of the same."""

    form: FormKind
    customer: str | None = None  # its key: a code can be changed
    record: str | None = None  # what is corrected or resolved: its ref, or its key where it has none
    entity: str | None = None  # the kind of record, of NEW and RECORD
    answering: str | None = field(default=None, compare=False)  # the ref of the inquiry in hand


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a form: `typed` holds the fields that differ from `opened_with`, by id.

    Instants are UTC. `laid_aside`: the form was left knowingly, and the draft was told of then.
    """

    of: Reopening
    title: str  # as the form was headed
    typed: Mapping[str, str]
    opened_with: Mapping[str, str]  # the same fields
    database: Path
    opened_at: datetime
    written_at: datetime
    at_field: str | None = None  # the id of the field that had the keys
    laid_aside: bool = False

    @property
    def first_words(self) -> str:
        """The beginning of the longest thing typed, on one line, at most 80 characters."""
        return " ".join(max(self.typed.values(), key=len, default="").split())[:80]


class UnreadableDraftError(Exception):
    """A file that is no draft this program understands; `newer` where a later program wrote it."""

    def __init__(self, reason: str, *, newer: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.newer = newer


class NotKeptError(SalestuiError):
    """Drafts cannot be written just now."""

    def __init__(self, folder: Path, problem: OSError) -> None:
        reason = problem.strerror or str(problem)
        super().__init__(_("drafts cannot be kept in {folder}: {reason}", folder=folder, reason=reason))


# ── text of a file ───────────────────────────────────────────────────────────────────────────────────────────────


def to_text(draft: Draft, session: str) -> str:
    """The file of a draft, JSON."""
    import json

    of = {
        "form": draft.of.form,
        "entity": draft.of.entity,
        "customer": draft.of.customer,
        "record": draft.of.record,
    }
    held = {
        _SIGN: FORMAT,
        "session": session,
        "database": str(draft.database),
        "of": {**of, "answering": draft.of.answering},
        "title": draft.title,
        "typed": dict(draft.typed),
        "opened_with": dict(draft.opened_with),
        "at_field": draft.at_field,
        "opened_at": iso(draft.opened_at),
        "written_at": iso(draft.written_at),
        "laid_aside": draft.laid_aside,
    }
    return json.dumps(held, ensure_ascii=True, indent=1)  # a lone surrogate survives as \ud800


def from_text(text: str) -> Draft:
    """The draft in a file. Raises UnreadableDraftError."""
    import json

    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableDraftError(_("it is damaged")) from None
    version = held.get(_SIGN) if isinstance(held, dict) else None
    if not isinstance(version, int):
        raise UnreadableDraftError(_("it is no draft"))
    if version > FORMAT:
        raise UnreadableDraftError(_("a newer salestui wrote it"), newer=True)
    try:
        return _draft(held)
    except (KeyError, TypeError, ValueError):
        raise UnreadableDraftError(_("it is damaged")) from None


def _draft(held: dict[str, Any]) -> Draft:  # Any: what JSON gives; each value is looked at here
    of = held["of"]
    opened_at, written_at = (datetime.fromisoformat(held[name]) for name in ("opened_at", "written_at"))
    if opened_at.tzinfo is None or written_at.tzinfo is None:
        raise ValueError(held["written_at"])
    return Draft(
        of=_reopening(of),
        title=_text(held["title"]),
        typed=_texts(held["typed"]),
        opened_with=_texts(held["opened_with"]),
        database=Path(_text(held["database"])),
        opened_at=opened_at,
        written_at=written_at,
        at_field=_text_or_none(held["at_field"]),
        laid_aside=held["laid_aside"] is True,
    )


def _reopening(of: Mapping[str, Any]) -> Reopening:  # Any: as above
    form, entity, customer = _text(of["form"]), _text_or_none(of.get("entity")), _text_or_none(of["customer"])
    if "entity" not in of:  # each form of a record had a kind of its own
        customer = None if form == "score" else customer  # the score says whose it is
        by_ref = record_of_ref(of["record"] or "") if form == FormKind.RECORD else None
        form, entity = _FORMER_KINDS.get(form, (form, by_ref))
    return Reopening(
        FormKind(form),
        customer=customer,
        record=_text_or_none(of["record"]),
        entity=entity,
        answering=_text_or_none(of["answering"]),
    )


_NEW_BEFORE = ("customer", "contact", "task", "deal", "competitor", "goal", "review")
_FORMER_KINDS: Final = {
    **{f"new_{record}": (FormKind.NEW, record) for record in _NEW_BEFORE},
    "new_score": (FormKind.NEW, "satisfaction_score"),
    "score": (FormKind.RECORD, "satisfaction_score"),
    "customer": (FormKind.RECORD, "customer"),
    "contact": (FormKind.RECORD, "contact"),
}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError(type(value))
    return {_text(name): _text(text) for name, text in value.items()}


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────


def read(path: Path) -> Draft:
    """The draft at `path`, which is no link. Raises UnreadableDraftError, and OSError as it comes."""
    handle = os.open(path, os.O_RDONLY | _NO_LINKS | getattr(os, "O_NONBLOCK", 0))
    with open(handle, "rb") as file:  # noqa: PTH123 - from the handle
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
            raise UnreadableDraftError(_("it is no draft"))
        data = file.read()
    try:
        return from_text(data.decode("ascii"))
    except UnicodeDecodeError:
        raise UnreadableDraftError(_("it is damaged")) from None


def make_folder(folder: Path) -> None:
    """Have `folder` for its owner alone. Raises OSError, also where it is somebody else's."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(folder.parent)
    if hasattr(os, "geteuid"):  # Windows has no such bits; not tested
        status = folder.stat()
        if status.st_uid != os.geteuid():
            raise PermissionError(1, _("the folder belongs to somebody else"))
        if status.st_mode & 0o077:
            folder.chmod(0o700)


def write(path: Path, text: str) -> None:
    """All of `text` at `path` or what was there before, on the disk when this returns; 0600. Raises OSError."""
    temporary = temporary_of(path)
    temporary.unlink(missing_ok=True)  # of a write that failed half way
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS, 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123 - from the handle
            file.write(text.encode("ascii"))
            file.flush()
            _sync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def temporary_of(path: Path) -> Path:
    """Where the file is written before it takes its place."""
    return path.with_name(f".{path.stem}.tmp")


def sync_folder(folder: Path) -> None:
    """Have the names in `folder` on the disk too."""
    if os.name == "nt":
        return  # it cannot open folders; not tested
    handle = os.open(folder, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync(handle: int) -> None:
    """To the disk itself: macOS would stop at the drive's own memory."""
    try:
        from fcntl import F_FULLFSYNC, fcntl  # type: ignore[attr-defined] # macOS alone has it; not tested
    except ImportError:
        os.fsync(handle)
    else:
        fcntl(handle, F_FULLFSYNC)
