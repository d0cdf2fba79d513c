"""What customers held against us in a period 《客户反馈汇总表》: objections and complaints, grouped. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from salestui.domain.words import InquiryKind, ObjectionKind, ObjectionOutcome

KINDS: Final = (*(kind.value for kind in ObjectionKind), InquiryKind.COMPLAINT.value)  # in the order of a tie
UNCLEAR: Final = ""  # the product or channel of what cannot be told


class FeedbackBy(StrEnum):
    """What feedback is grouped by."""

    KIND = "kind"
    PRODUCT = "product"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Feedback:
    """An objection of a follow-up, or a complaint; an objection received as an inquiry of its own is of kind other.

    `entity` and `key` open the record it was written in. `outcome` is the objection's; None for an inquiry, which is
    solved or not.
    """

    entity: str
    key: str
    ref: str
    at: datetime  # UTC: when it was said
    kind: str
    text: str
    words: str  # the customer's own, where they were written down, else the text
    code: str
    customer: str
    owner: str | None
    product: str
    channel: str
    answered: bool
    outcome: ObjectionOutcome | None
    is_inquiry: bool  # something had to be solved (R3)
    solved: bool
    told: bool

    @property
    def open(self) -> bool:
        """Whether it still holds them back: not solved, or no word yet whether our answer worked."""
        return not self.solved if self.outcome is None else self.outcome is ObjectionOutcome.OPEN


@dataclass(frozen=True, slots=True)
class Group:
    """Feedback of one kind, product or channel, with how much of it stands how."""

    key: str
    count: int
    answered: int
    satisfied: int
    unmoved: int
    open: int
    inquiries: int  # how many had to be solved
    solved: int
    told: int
    products: tuple[tuple[str, int], ...]  # the most frequent first
    channels: tuple[tuple[str, int], ...]
    words: tuple[tuple[str, str], ...]  # (ref, what they said), the latest first


_KEYS: Final[Mapping[FeedbackBy, Callable[[Feedback], str]]] = MappingProxyType(
    {
        FeedbackBy.KIND: lambda each: each.kind,
        FeedbackBy.PRODUCT: lambda each: each.product,
        FeedbackBy.CHANNEL: lambda each: each.channel,
    }
)


def key_of(each: Feedback, by: FeedbackBy) -> str:
    """The group that it belongs to."""
    return _KEYS[by](each)


def grouped(found: Iterable[Feedback], by: FeedbackBy, *, words: int) -> tuple[Group, ...]:
    """The groups, the largest first, each with at most `words` of what was said in it; nothing is said twice."""
    groups: dict[str, list[Feedback]] = {}
    for each in found:
        groups.setdefault(key_of(each, by), []).append(each)
    order = {kind: place for place, kind in enumerate(KINDS)}

    def rank(group: Group) -> tuple[int, int, str]:
        return -group.count, order.get(group.key, len(order)), group.key

    return tuple(sorted((_group(key, each, words) for key, each in groups.items()), key=rank))


def _group(key: str, found: Sequence[Feedback], words: int) -> Group:
    latest = sorted(found, key=lambda each: (each.at, each.ref), reverse=True)
    said = {each.words: each.ref for each in reversed(latest)}  # of the same words the latest ref stands
    quoted = [(each.ref, each.words) for each in latest if said[each.words] == each.ref]
    return Group(
        key=key,
        count=len(found),
        answered=sum(each.answered for each in found),
        satisfied=sum(each.outcome is ObjectionOutcome.SATISFIED for each in found),
        unmoved=sum(each.outcome is ObjectionOutcome.UNMOVED for each in found),
        open=sum(each.open for each in found),
        inquiries=sum(each.is_inquiry for each in found),
        solved=sum(each.solved for each in found),
        told=sum(each.told for each in found),
        products=_by_count(each.product for each in found),
        channels=_by_count(each.channel for each in found),
        words=tuple(dict.fromkeys(quoted))[:words],
    )


def _by_count(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(names)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class Offer:
    """A deal, as far as it says what a customer is about to buy, or has bought."""

    product: str | None
    open: bool
    created_at: datetime


def product_of(offers: Sequence[Offer]) -> str:
    """The product that a customer's feedback is about: the one product of their open deals.

    Where no deal is open, that of the deal made last; UNCLEAR where open deals name several, or none is named.
    """
    products = {each.product for each in offers if each.open and each.product}
    if any(each.open for each in offers):
        return products.pop() if len(products) == 1 else UNCLEAR
    latest = max(offers, key=lambda each: each.created_at, default=None)
    return (latest.product if latest is not None else None) or UNCLEAR
