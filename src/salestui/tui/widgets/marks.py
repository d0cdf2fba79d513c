"""The rows that are marked in a list, by key: however many there are, marking one more costs the same."""

from collections.abc import Iterable, Sequence


class Marks:
    """A set of keys; they stay marked while the list is narrowed, sorted and shown again."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._frozen: frozenset[str] | None = frozenset()

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def keys(self) -> frozenset[str]:
        """All of them; made once for each change."""
        if self._frozen is None:
            self._frozen = frozenset(self._keys)
        return self._frozen

    def mark(self, key: str, *, on: bool) -> None:
        """Mark one row, or take its mark away."""
        (self._keys.add if on else self._keys.discard)(key)
        self._frozen = None

    def mark_all(self, keys: Sequence[str]) -> None:
        """Mark the rows of a list; where all are marked already, take their marks away, and leave others'."""
        if self._keys.issuperset(keys):
            self._keys.difference_update(keys)
        else:
            self._keys |= set(keys)
        self._frozen = None

    def keep(self, keys: Iterable[str]) -> bool:
        """Drop the marks of what is not among `keys`; True where any was."""
        before = len(self._keys)
        self._keys.intersection_update(keys)
        self._frozen = None
        return len(self._keys) < before

    def clear(self) -> bool:
        """None is marked; True where any was."""
        return self.keep(())
