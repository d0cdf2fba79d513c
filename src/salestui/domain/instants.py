"""Points in time as values: instants are aware UTC, stored as whole milliseconds; a due date may lack a time of day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(instant: datetime) -> int:
    """Whole milliseconds since 1970 UTC. A naive `instant` raises ValueError: a guess would be wrong somewhere."""
    if instant.tzinfo is None:
        raise ValueError(f"naive instant: {instant!r}")
    return (instant - _EPOCH) // _MILLISECOND


def from_ms(ms: int) -> datetime:
    """The aware UTC instant of `ms` milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=ms)


def iso(instant: datetime) -> str:
    """ISO 8601 in UTC with `Z`; milliseconds only where there are some."""
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds" if utc.microsecond else "seconds") + "Z"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due: an instant (UTC), or a day that counts to its end. Exactly one is set."""

    instant: datetime | None = None
    day: date | None = None

    def __post_init__(self) -> None:
        if (self.instant is None) == (self.day is None):
            raise ValueError("a deadline is an instant or a day")

    def __str__(self) -> str:
        """ISO 8601: the stored form, and what JSON shows."""
        return iso(self.instant) if self.instant is not None else str(self.day)

    def last_day(self, zone: tzinfo) -> date:
        """The day it falls on in `zone`."""
        if self.instant is not None:
            return self.instant.astimezone(zone).date()
        assert self.day is not None  # one of the two is set
        return self.day

    @classmethod
    def parse(cls, text: str) -> "Deadline":
        """The value of a stored form; raises ValueError for anything else."""
        if "T" in text:
            return cls(instant=datetime.fromisoformat(text).astimezone(UTC))
        return cls(day=date.fromisoformat(text))
