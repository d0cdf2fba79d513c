"""Which customers contain a text: one walk over the search texts, as fast as SQLite walks (30–45 ms for 100,000)."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from salestui.domain.folding import fold
from salestui.store.driver import Connection
from salestui.store.reads.names import CONTAINS, needles

_WILD: Final = frozenset("%_")  # of LIKE
_LONGEST_LIKE: Final = 40


@dataclass(frozen=True, slots=True)
class Found:
    """The keys that contain a text; with `all_but` those that do not."""

    keys: frozenset[str]
    all_but: bool

    def among(self, ordered: Iterable[str]) -> list[str]:
        """Those of `ordered` that contain it."""
        keys = self.keys
        if self.all_but:
            return [key for key in ordered if key not in keys]
        return [key for key in ordered if key in keys]


def containing(connection: Connection, text: str, within: Collection[str] | None = None) -> Found:
    """The customers that contain `text`, archived ones included; `within` are the only ones that come into question."""
    wanted = needles(text)
    folded = wanted["text"] or ""
    condition = CONTAINS
    if wanted["digits"] is None and folded.isascii() and len(folded) <= _LONGEST_LIKE and not _WILD & set(folded):
        condition, wanted = "text LIKE :text", {"text": f"%{folded}%"}  # in two thirds of the time of instr
    all_but = within is None and len(folded) == 1 and folded.isascii()  # nearly everybody has it: fetch the others
    if all_but:
        condition = f"({condition}) IS NOT TRUE"  # neither false nor NULL, which LIKE gives without digits
    if within is not None:
        condition += " AND customer_id IN (SELECT value FROM json_each(:within))"
        wanted = {**wanted, "within": json.dumps(list(within))}
    # one long text instead of a row for each: a third of the time where nearly everybody is found
    found = connection.execute(f"SELECT group_concat(customer_id) FROM customer_search WHERE {condition}", wanted)
    keys = found.fetchone()[0]
    return Found(frozenset(keys.split(",")) if keys else frozenset(), all_but)


def narrows(text: str, longer: str) -> bool:
    """Whether whoever contains `longer` contains `text` too."""
    short, long = needles(text), needles(longer)
    if fold(text) not in fold(longer):
        return False
    return long["digits"] is None or any(
        part is not None and part.strip("%") in long["digits"] for part in (short["text"], short["digits"])
    )
