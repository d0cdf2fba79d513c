"""What the change log alone tells of a company: every record as a plain dict, folded without SQL, and read in Python.

Part of the second implementation of the figures (see `recount`): it shares no code with the program but its types.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from salestui.store.driver import Connection

Row = Mapping[str, Any]  # Any: what the log holds, text or a number
Limit = Callable[[int, int], int]  # (start in ms UTC, hours) → due in ms UTC

HOUR = 3_600_000
DAY = 24 * HOUR


def round_the_clock(start: int, hours: int) -> int:
    """Every hour counts."""
    return start + hours * HOUR


def fold(connection: Connection) -> dict[str, dict[str, dict[str, Any]]]:
    """The change log replayed: entity → key → columns, without those that are empty."""
    tables: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for entity, key, operation, fields in connection.execute(
        "SELECT entity, record_id, operation, fields FROM change ORDER BY seq"
    ):
        if operation == "delete":
            del tables[entity][key]
            continue
        record = tables[entity].setdefault(key, {"id": key})
        for name, (_old, new) in json.loads(fields).items():
            record[name] = new
            if new is None:
                del record[name]
    return dict(tables)


@dataclass(frozen=True)
class Company:
    """The records of a company as they stand, those that are archived included."""

    tables: Mapping[str, Mapping[str, Row]]
    zone: ZoneInfo
    currency: str = "CNY"
    limit: Limit = round_the_clock
    default_grade: str = "B"
    kept: dict[str, Any] = field(default_factory=dict)  # verdicts, which do not hang on a period

    def all(self, entity: str) -> list[Row]:
        """The records of `entity` that are not archived, in the order in which they were made."""
        return [row for _key, row in sorted(self.tables.get(entity, {}).items()) if "archived_at" not in row]

    def get(self, entity: str, key: str) -> Row:
        """A record, archived or not."""
        return self.tables[entity][key]

    def midnight(self, day: date) -> int:
        """When `day` begins, in ms UTC."""
        return round(datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp()) * 1000

    def day_of(self, instant: int) -> date:
        """The desk's day in which `instant` (ms UTC) lies."""
        return datetime.fromtimestamp(instant / 1000, self.zone).date()

    def due_of(self, text: str) -> tuple[date, int]:
        """The day to which a deadline belongs, and the instant by which it is kept: a bare day has until its end."""
        if "T" in text:
            instant = round(datetime.fromisoformat(text).timestamp() * 1000)
            return self.day_of(instant), instant
        day = date.fromisoformat(text)
        return day, self.midnight(day + timedelta(days=1))

    @cached_property
    def _by_parent(self) -> dict[tuple[str, str, str], list[Row]]:
        groups: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for entity, records in self.tables.items():
            for _key, row in sorted(records.items()):
                for name in ("customer_id", "deal_id", "inquiry_id"):
                    if name in row:
                        groups[entity, name, row[name]].append(row)
        return dict(groups)

    def of(self, entity: str, name: str, key: str) -> list[Row]:
        """The records of `entity` whose column `name` is `key`, archived or not, in the order they were made."""
        return self._by_parent.get((entity, name, key), [])
