"""What the screens survive, and how they end: a SalestuiError is told and the work goes on; a defect prints nothing.

Textual stops the message loop of a widget or screen whose handler raises, and then the program, with a traceback that
shows the locals of every frame: customers' data, left standing on the terminal. Checked against Textual 8.2.8.
"""

from collections.abc import Mapping

from textual.actions import ActionParseResult
from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import WorkerFailed

from salestui.errors import SalestuiError
from salestui.tui.parts import AppPart


class Recovering(MessagePump):
    """For screens and widgets whose handlers read the desk: name it before Textual's class."""

    async def _on_message(self, message: Message) -> None:
        try:
            await super()._on_message(message)
        except SalestuiError as problem:
            app = self.app
            if isinstance(app, RecoveringApp):
                app.tell(problem)


class RecoveringApp(AppPart):
    """Tells what can be told; gives the terminal back, in silence, where something unforeseen happened."""

    def tell(self, problem: SalestuiError) -> None:
        """What could not be done, and the remedy; the screens go on."""
        from salestui.tui.dialogs import Problem  # most starts tell of none

        if not isinstance(self.screen, Problem):
            self.push_screen(Problem(problem))

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """As Textual's; what a key cannot do is told."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except SalestuiError as problem:
            self.tell(problem)
            return True

    @property
    def defect(self) -> BaseException | None:
        """What nobody foresaw and ended the program; None while all is well."""
        return self._exception

    def _handle_exception(self, error: Exception) -> None:
        """A worker's SalestuiError leaves every message loop whole: it is told. Anything else ends the program."""
        raised = error.error if isinstance(error, WorkerFailed) else error
        if not self._running and isinstance(raised, NoMatches | ScreenStackError):
            return  # leaving: a last key or message was handled where the screen had been taken down already
        if isinstance(error, WorkerFailed) and isinstance(raised, SalestuiError):
            self.tell(raised)
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()  # and no traceback made

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()  # `start` names the defect's kind, the log its place
