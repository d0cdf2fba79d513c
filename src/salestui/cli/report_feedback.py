"""`report feedback`: the customer feedback summary 《客户反馈汇总表》 of a period, by kind, product or channel."""

from types import SimpleNamespace

from salestui.cli.output import Column, emit, remark, title
from salestui.cli.report_figures import about
from salestui.domain.feedback import UNCLEAR, FeedbackBy, Group, grouped
from salestui.domain.periods import Period
from salestui.domain.readings import Scope
from salestui.feedback_sentences import by_text, counted, group_name
from salestui.i18n import _, label
from salestui.services import feedback
from salestui.services.desk import Desk

_WORDS = 5  # of the customers', for each group
_COUNTS = ("count", "answered", "satisfied", "unmoved", "open", "inquiries", "solved", "told")


def run(given: SimpleNamespace, desk: Desk, period: Period) -> None:
    """Print the groups, the largest first."""
    scope = Scope(given.owner, given.segment, given.grade, given.region)
    by = FeedbackBy(given.by or FeedbackBy.KIND)
    groups = grouped(feedback.feedback(desk, period, scope), by, words=_WORDS)
    if given.format in ("json", "tsv"):
        columns = [Column(name) for name in (by, *_COUNTS, "products", "channels", "words")]
        emit(given.format, columns, [_record(group, by) for group in groups])
        return
    title(given.format, about(_("Customer feedback {period}", period=period.name), desk, period, scope))
    shown = 1 if given.format == "table" else _WORDS
    emit(given.format, _columns(by), [_line(group, by, shown) for group in groups])
    if not groups:
        remark(given.format, _("no objections and no complaints"))
    elif any(product == UNCLEAR for group in groups for product, _n in group.products):
        remark(given.format, _("product: that of the customer's open deals, where they name one; else of the latest"))


def _record(group: Group, by: FeedbackBy) -> dict[str, object]:
    return {
        by: group.key or None,
        **{name: getattr(group, name) for name in _COUNTS},
        "products": {product: n for product, n in group.products if product != UNCLEAR},
        "channels": {channel: n for channel, n in group.channels if channel != UNCLEAR},
        "words": [{"ref": ref, "words": words} for ref, words in group.words],
    }


def _columns(by: FeedbackBy) -> list[Column]:
    return [
        Column("key", by_text(by)),
        Column("count", _("count"), right=True),
        Column("answered", _("answered"), right=True),
        Column("satisfied", label("objection_outcome", "satisfied"), right=True),
        Column("unmoved", label("objection_outcome", "unmoved"), right=True),
        Column("open", label("objection_outcome", "open"), right=True),
        Column("solved", _("solved"), right=True),
        Column("told", _("told"), right=True),
        *(Column(each, by_text(each), elastic=True) for each in FeedbackBy if each not in (by, FeedbackBy.KIND)),
        Column("words", _("in the customers' words"), elastic=True),
    ]


def _line(group: Group, by: FeedbackBy, words: int) -> dict[str, object]:
    of_inquiries = {name: f"{getattr(group, name)}/{group.inquiries}" for name in ("solved", "told")}
    return {
        **{name: getattr(group, name) for name in _COUNTS},
        **(of_inquiries if group.inquiries else dict.fromkeys(of_inquiries, "–")),
        "key": group_name(group.key, by),
        "product": counted(group.products, FeedbackBy.PRODUCT),
        "channel": counted(group.channels, FeedbackBy.CHANNEL),
        "words": "\n".join(f"{ref} {said}" for ref, said in group.words[:words]),
    }
