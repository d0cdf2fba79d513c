"""Keys that come faster than the screen changes: each waits until what the key before it did is done.
Outside the fields, a full-width sign of a Chinese input method is the key that was meant: `：` is `:`.

Textual (8.2.8) hands a key at once to the widget that has the focus now. Over a slow line several arrive in one read:
`f` then opens a form while the `p`, Tab and `c` behind it are still commands of the list.
"""

import unicodedata
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from textual import events
from textual.dom import DOMNode
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widget import Widget

from salestui.tui.parts import AppPart

_AGREEING_ROUNDS: Final = 3  # a worker that is to open a form takes a turn of the loop to start, and one to push it


_BY_POSITION: Final = {"、": "/", "。": ".", "《": "<", "》": ">", "【": "[", "】": "]"}  # no twins, but on that key


def narrow(sign: str) -> str | None:
    """The ASCII sign on the key with which an input method makes the wide `sign`; None where there is none."""
    twin = _BY_POSITION.get(sign) or unicodedata.normalize("NFKC", sign)
    return twin if len(twin) == 1 and twin.isascii() and twin.isprintable() else None


class _Hop:
    """A callback that says how many arguments it takes: Textual asks `inspect` for it each time, a fifth of a key."""

    _param_count: Final = 0

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call

    def __call__(self) -> None:
        self._call()


class KeysInOrder(AppPart):
    """Name it before the other classes of the app. A key that nobody waits for is passed on with no delay at all."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead: deque[events.Event] = deque()
        self._following = False  # a key is at work
        self._place: tuple[Screen[object], Widget | None] | None = None
        self._agreed = 0
        self._holding = 0

    @contextmanager
    def keys_held(self) -> Iterator[None]:
        """Keys wait in line as long as this lasts, such as a save: they go where it leads, to the form that was
        refused or to the screen below."""
        self._holding += 1
        try:
            yield
        finally:
            self._holding -= 1
            if not self._holding and not self._following and self._ahead:
                self._following = True
                self._agreed = 0
                self._follow()

    @property
    def keys_wait(self) -> bool:
        """Whether a key is at work, or stands in line."""
        return self._following or bool(self._holding or self._ahead)

    async def on_event(self, event: events.Event) -> None:
        """As Textual's, but keys and pastes stand in line."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded or not self._running:
            await super().on_event(event)
        elif self._following or self._holding:
            self._ahead.append(event)
        else:
            await self._pass_on(event)

    async def _pass_on(self, event: events.Event) -> None:
        self._following = True
        try:
            await super().on_event(self._as_meant(event))
        finally:
            self._agreed = 0
            self._follow()

    def _as_meant(self, event: events.Event) -> events.Event:
        """Looked at now and not when it was pressed: the key before it may have led into a field."""
        if not isinstance(event, events.Key) or event.character is None or event.character.isascii():
            return event
        focused = self.focused
        if focused is not None and focused.check_consume_key(event.key, event.character):
            return event
        sign = narrow(event.character)
        if sign is None:
            return event
        key = events.Key(_character_to_key(sign), sign)
        key.set_sender(self)
        return key

    def _follow(self) -> None:
        """Send a call along the way the key takes, from the widget that has the focus up to the app."""
        if not self._running:
            return  # that key was the last
        self._place = (self.screen, self.focused)
        first = self.focused or self.screen
        self._hop(list(first.ancestors_with_self))

    def _hop(self, way: list[DOMNode]) -> None:
        while way:
            hop = events.Callback(callback=_Hop(partial(self._hop, way)))
            if way.pop(0).post_message(hop):  # handled after all that waits there; False where that closes
                return
        self.call_later(self._arrived)

    async def _arrived(self) -> None:
        """The key has been handled. If it moved the focus or opened a screen, those may be at work still."""
        if not self._running:
            return
        same = self._place == (self.screen, self.focused)
        self._agreed = self._agreed + 1 if same else 0
        if self._agreed < _AGREEING_ROUNDS:
            self._follow()
        elif self._ahead and not self._holding:
            await self._pass_on(self._ahead.popleft())
        else:
            self._following = False
