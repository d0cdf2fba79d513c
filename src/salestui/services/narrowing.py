"""A long list narrowed while a text is typed, and shown again unchanged: nothing is read twice that has not changed."""

from collections.abc import Callable, Hashable, Sequence
from typing import Final
from weakref import WeakKeyDictionary

from salestui.services.desk import Desk
from salestui.store.reads.containing import containing, narrows

_FEW: Final = 8_000  # found customers that are looked up sooner than all search texts are walked over


class Narrowing:
    """The keys of one list in its order, and of those the ones that contain a text. For one desk, on its thread."""

    def __init__(self) -> None:
        self._asked: tuple[int, Hashable] | None = None
        self._ordered: Sequence[str] = ()
        self._text = ""
        self._found: Sequence[str] | None = None

    def keys(self, desk: Desk, which: Hashable, read: Callable[[], Sequence[str]], text: str) -> Sequence[str]:
        """The keys that `read` gives, those that contain `text`.

        `which` says which list it is, the order included; `read` is called where that or the file has changed.
        """
        asked = (desk.data_version(), which)
        if asked != self._asked:
            self._ordered, self._found = read(), None
            self._asked = asked
        if not text.strip():
            return self._ordered
        if self._found is None or text != self._text:
            within = self._found if self._found is not None and narrows(self._text, text) else None
            if within is not None and len(within) > _FEW:
                within = None
            self._found = containing(desk.reader, text, within).among(self._ordered if within is None else within)
            self._text = text
        return self._found


_of_desks: "WeakKeyDictionary[Desk, Narrowing]" = WeakKeyDictionary()


def narrowing(desk: Desk) -> Narrowing:
    """The desk's own: one list is enough, a program shows one at a time."""
    return _of_desks.setdefault(desk, Narrowing())
