"""The customer feedback summary in words, for the screen and the command line alike."""

from collections.abc import Sequence

from salestui.domain.feedback import UNCLEAR, Feedback, FeedbackBy
from salestui.domain.words import InquiryKind
from salestui.i18n import _, label


def group_name(key: str, by: FeedbackBy) -> str:
    """What a group is called: a kind of objection, or complaint; a product as it was written; a channel."""
    match by:
        case FeedbackBy.KIND:
            return kind_text(key)
        case FeedbackBy.PRODUCT:
            return product_text(key)
        case FeedbackBy.CHANNEL:
            return channel_text(key)


def kind_text(kind: str) -> str:
    """A kind of objection by its label; a complaint is one of inquiry."""
    return label("inquiry_kind" if kind == InquiryKind.COMPLAINT else "objection_kind", kind)


def product_text(product: str) -> str:
    """A product; one that no deal tells for sure is unclear."""
    return _("product unclear") if product == UNCLEAR else product


def channel_text(channel: str) -> str:
    """The channel a customer came by."""
    return _("channel unknown") if channel == UNCLEAR else label("channel", channel)


def by_text(by: FeedbackBy) -> str:
    """What the feedback is grouped by."""
    match by:
        case FeedbackBy.KIND:
            return _("kind")
        case FeedbackBy.PRODUCT:
            return label("field", "deal.product")
        case FeedbackBy.CHANNEL:
            return label("field", "customer.source_channel")


def counted(pairs: Sequence[tuple[str, int]], by: FeedbackBy) -> str:
    """ "trade fair 3, website 1"."""
    return ", ".join(f"{group_name(key, by)} {n}" for key, n in pairs)


def outcome_text(each: Feedback) -> str:
    """How it stands: what the objection came to, or whether it was solved and the customer told."""
    if each.outcome is not None:
        return label("objection_outcome", each.outcome)
    if not each.solved:
        return label("objection_outcome", "open")
    return _("solved, customer told") if each.told else _("solved, customer not told")
