"""F7 in a field: its text in the user's own editor, and back. What cannot come back stays in a file that is named."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from textual.app import SuspendNotSupported
from textual.widget import Widget

from salestui.i18n import _
from salestui.tui.text import plain, plain_lines
from salestui.tui.widgets.line import Line
from salestui.tui.widgets.lines import Lines
from salestui.tui.widgets.messages import Answer

if TYPE_CHECKING:
    from salestui.services.desk import Desk

_USUAL: Final = ("nano", "vim", "vi") if os.name != "nt" else ("notepad",)  # Windows: not tested
_FOLDER: Final = "editing"  # beside the drafts


class EditorError(Exception):
    """The text did not come back; the message is in the user's language."""


def editor(environ: Mapping[str, str]) -> list[str]:
    """The command of the user's editor: $VISUAL, $EDITOR, or one that is usually there. Raises EditorError."""
    for name in ("VISUAL", "EDITOR"):
        stated = environ.get(name, "").strip()
        if not stated:
            continue
        try:
            words = shlex.split(stated, posix=os.name != "nt")
        except ValueError:
            raise EditorError(_("${name} cannot be read: {value}", name=name, value=stated)) from None
        if shutil.which(words[0], path=environ.get("PATH")) is None:
            raise EditorError(_("${name}: there is no program {program}", name=name, program=words[0]))
        return words
    found = next((each for each in _USUAL if shutil.which(each, path=environ.get("PATH"))), None)
    if found is None:
        raise EditorError(_("no editor found – name yours in $EDITOR"))
    return [found]


def edited(command: Sequence[str], text: str, folder: Path, name: str) -> str:
    """`text` as it comes back from the editor: line breaks as \\n, none at the end, no byte-order mark.

    Blocks until the editor is left. The file stands in `folder` (made 0700), can be read by its owner alone, and is
    removed once its text is here. Raises EditorError, which names the file where something may still be in it.
    """
    file = _written(text, folder, name)
    with _alone() as running:
        try:
            process = subprocess.Popen([*command, str(file)])
        except OSError as problem:
            file.unlink(missing_ok=True)
            raise EditorError(_("{program}: {reason}", program=command[0], reason=problem.strerror)) from None
        running.process = process
        code = process.wait()
    try:
        found = _normal(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise EditorError(_("what came back is not UTF-8 text; it is in {file}", file=file)) from None
    except OSError as problem:
        raise EditorError(_("{file}: cannot be read ({reason})", file=file, reason=problem.strerror)) from None
    if running.stopped:
        return found  # into the field, and so into its draft: the program ends now. The file stays as well
    if code != 0 and found != _normal(text):
        raise EditorError(
            _("{program} ended with {code}; what was written is in {file}", program=command[0], code=code, file=file)
        )
    file.unlink(missing_ok=True)
    if code != 0:
        raise EditorError(_("{program} ended with {code}; the field is as it was", program=command[0], code=code))
    return found


def _written(text: str, folder: Path, name: str) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=folder, prefix=f"{name}-", suffix=".txt")  # 0600
    except OSError:  # a home that can only be read
        folder = Path(tempfile.gettempdir())
        try:
            handle, path = tempfile.mkstemp(dir=folder, prefix=f"salestui-{name}-", suffix=".txt")
        except OSError as problem:
            raise EditorError(_("{file}: cannot be written ({reason})", file=folder, reason=problem.strerror)) from None
    with os.fdopen(handle, "wb") as file:
        file.write(f"{text}\n".encode(errors="replace") if text else b"")
    return Path(path)


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")


@dataclass(slots=True)
class _Running:
    """The editor while we wait for it, and whether we have been told to end meanwhile."""

    process: "subprocess.Popen[bytes] | None" = None
    stopped: bool = False

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Pass the signal on: nobody else would end the editor. asyncio hears of it too, and ends us afterwards."""
        self.stopped = True
        if self.process is not None:
            with suppress(OSError):
                self.process.terminate()


@contextmanager
def _alone() -> Iterator[_Running]:
    """Signals while the editor has the terminal: Ctrl+C is its own affair, and a stop asked of us ends it first."""
    running = _Running()

    def pass_over(_number: int, _frame: FrameType | None) -> None:
        """Not SIG_IGN, which the editor would inherit."""

    wanted = {"SIGTERM": running.stop, "SIGHUP": running.stop, "SIGINT": pass_over, "SIGQUIT": pass_over}
    numbers = {getattr(signal, name): handler for name, handler in wanted.items() if hasattr(signal, name)}
    before = {number: signal.signal(number, handler) for number, handler in numbers.items()}
    try:
        yield running
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class EditingText(Widget):
    """For forms: name it before Textual's class."""

    desk: "Desk"

    def action_editor(self) -> None:
        """Take the text of the field to the editor and back."""
        field = self.screen.focused
        answer = self.query_one(Answer)
        if not isinstance(field, Line | Lines):
            return
        shown = field.text if isinstance(field, Lines) else field.value
        folder = self.desk.paths.drafts.parent / _FOLDER
        try:
            command = editor(os.environ)
            found = self._lent(lambda: edited(command, shown, folder, "text"))
        except EditorError as problem:
            answer.say(str(problem), wrong=True)
            return
        answer.say(_("back from {program}", program=Path(command[0]).name))
        if found == shown:
            return
        if isinstance(field, Lines):
            field.replace(plain_lines(found), field.document.start, field.document.end)  # Ctrl+Z takes it back
            field.move_cursor(field.document.end)
        else:
            field.value = plain(" ".join(found.split("\n")))
            field.cursor_position = len(field.value)

    def _lent(self, run: Callable[[], str]) -> str:
        """What `run` gives, or what it raises, while it has the terminal."""
        raised: Exception | None = None
        found = ""
        try:
            with self.app.suspend():
                try:
                    found = run()
                except Exception as problem:  # noqa: BLE001 - passed on below
                    raised = problem  # Textual (8.2.8) would leave the terminal as it is, and wait for it for ever
        except SuspendNotSupported:
            raise EditorError(_("this terminal cannot be lent to an editor")) from None
        if raised is not None:
            raise raised
        return found

    def no_editor(self) -> str | None:
        """Why the editor cannot be called just now."""
        if not isinstance(self.screen.focused, Line | Lines):
            return _("choose a field with text first: the editor is for those")
        try:
            editor(os.environ)
        except EditorError as problem:
            return str(problem)
        return None
