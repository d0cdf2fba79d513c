"""What is kept of a defect: its kind and where it happened. No locals and no message: both may hold customers' data."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from textual.worker import WorkerFailed

from salestui import __version__
from salestui.errors import SalestuiError
from salestui.i18n import _
from salestui.paths import Paths


def kind_of(error: BaseException) -> str:
    """The name of what was raised, wherever it was raised."""
    return type(_raised(error)).__qualname__


def told(defect: BaseException, paths: Paths) -> SalestuiError:
    """A defect as it is told: its kind, and where the rest is written down."""
    try:
        details = str(write_log(paths.logs, defect))
    except OSError as problem:
        details = _("none, {folder} cannot be written ({reason})", folder=paths.logs, reason=problem.strerror)
    return SalestuiError(
        _("stopped by a defect: {kind}", kind=kind_of(defect)),
        _("nothing that was saved is lost; details: {details}", details=details),
    )


def write_log(folder: Path, error: BaseException) -> Path:
    """Write down what happened into a new file of `folder`, readable by its owner alone. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"defect-{now:%Y%m%dT%H%M%S.%f}Z-{os.getpid()}.log"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with open(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace") as file:  # noqa: PTH123
        with suppress(AttributeError):  # Windows has no such bits; not tested
            os.fchmod(file.fileno(), 0o600)
        file.write(f"salestui {__version__}, Python {sys.version.split()[0]}, {sys.platform}, {now.isoformat()}\n")
        file.writelines(f"{line}\n" for line in _lines(error))
    return path


def _lines(error: BaseException) -> Iterator[str]:
    """Each exception of the chain, the last raised first, with its frames, the innermost last."""
    seen: set[int] = set()
    rest: list[tuple[str, BaseException]] = [("", error)]
    while rest:
        why, raised = rest.pop()
        raised = _raised(raised)
        if id(raised) in seen:
            continue
        seen.add(id(raised))
        yield f"{why}{type(raised).__module__}.{type(raised).__qualname__}"
        yield from _frames(raised.__traceback__)
        if isinstance(raised, BaseExceptionGroup):
            rest.extend(("one of them: ", each) for each in raised.exceptions)
        if raised.__cause__ is not None:
            rest.append(("caused by: ", raised.__cause__))
        elif raised.__context__ is not None:
            rest.append(("while handling: ", raised.__context__))


def _frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"  {code.co_filename}:{trace.tb_lineno}:{code.co_qualname}"
        trace = trace.tb_next


def _raised(error: BaseException) -> BaseException:
    return error.error if isinstance(error, WorkerFailed) else error
