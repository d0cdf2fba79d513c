"""The figures of domain.md, section 4: what each one is. Pure, and light: every form and file asks for their ids.

Formulas in words stand in `figure_sentences`, the rows they are counted from in `store.reads`, readings in `readings`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple


class Unit(StrEnum):
    """What a figure is measured in."""

    MONEY = "money"  # minor units of a currency
    MONEY_PER_DAY = "money_per_day"
    COUNT = "count"
    SHARE = "share"  # a ratio, shown in percent
    SCORE = "score"  # 0–100
    DAYS = "days"


class Better(StrEnum):
    """Which way is good."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class Part(StrEnum):
    """What a figure is split by, beside the whole."""

    GRADE_AND_RULE = "grade_and_rule"  # parts "A", "B", "C", and "R1", "R2", "R3"
    METHOD = "method"
    CHANNEL = "channel"  # "" of a channel is unknown
    ELAPSED = "elapsed"  # beside the progress: the share of planned time that has passed


class FigureId(StrEnum):
    """The figures, in the order in which they are shown."""

    SALES_AMOUNT = "sales_amount"
    WON_DEALS = "won_deals"
    NEW_CUSTOMERS = "new_customers"
    INTEREST_CONVERSION = "interest_conversion"
    AVERAGE_DEAL = "average_deal"
    REPURCHASE_RATE = "repurchase_rate"
    WIN_RATE = "win_rate"
    RESPONSE_ON_TIME = "response_on_time"
    WRITTEN_ON_TIME = "written_on_time"
    FOLLOW_UP_ON_TIME = "follow_up_on_time"
    TASK_COMPLETION = "task_completion"
    SATISFACTION = "satisfaction"
    REVENUE_GROWTH = "revenue_growth"
    UPSELL_AMOUNT = "upsell_amount"
    ORDER_CONVERSION = "order_conversion"
    RETENTION = "retention"
    CHANNEL_CONTRIBUTION = "channel_contribution"
    SALES_CYCLE = "sales_cycle"
    SALES_VELOCITY = "sales_velocity"
    ACTIVITIES = "activities"
    PROPOSALS_SENT = "proposals_sent"
    PLAN_PROGRESS = "plan_progress"


class Figure(NamedTuple):
    """What a figure is, which way is good, and what it is split by."""

    id: FigureId
    unit: Unit
    better: Better = Better.MORE
    parts: Part | None = None


FIGURES: Final[Mapping[FigureId, Figure]] = MappingProxyType(
    {
        each.id: each
        for each in (
            Figure(FigureId.SALES_AMOUNT, Unit.MONEY),
            Figure(FigureId.WON_DEALS, Unit.COUNT),
            Figure(FigureId.NEW_CUSTOMERS, Unit.COUNT),
            Figure(FigureId.INTEREST_CONVERSION, Unit.SHARE),
            Figure(FigureId.AVERAGE_DEAL, Unit.MONEY),
            Figure(FigureId.REPURCHASE_RATE, Unit.SHARE),
            Figure(FigureId.WIN_RATE, Unit.SHARE),
            Figure(FigureId.RESPONSE_ON_TIME, Unit.SHARE, parts=Part.GRADE_AND_RULE),
            Figure(FigureId.WRITTEN_ON_TIME, Unit.SHARE),
            Figure(FigureId.FOLLOW_UP_ON_TIME, Unit.SHARE),
            Figure(FigureId.TASK_COMPLETION, Unit.SHARE),
            Figure(FigureId.SATISFACTION, Unit.SCORE),
            Figure(FigureId.REVENUE_GROWTH, Unit.SHARE),
            Figure(FigureId.UPSELL_AMOUNT, Unit.MONEY),
            Figure(FigureId.ORDER_CONVERSION, Unit.SHARE),
            Figure(FigureId.RETENTION, Unit.SHARE),
            Figure(FigureId.CHANNEL_CONTRIBUTION, Unit.SHARE, Better.NEITHER, Part.CHANNEL),
            Figure(FigureId.SALES_CYCLE, Unit.DAYS, Better.LESS),
            Figure(FigureId.SALES_VELOCITY, Unit.MONEY_PER_DAY),
            Figure(FigureId.ACTIVITIES, Unit.COUNT, parts=Part.METHOD),
            Figure(FigureId.PROPOSALS_SENT, Unit.SHARE),
            Figure(FigureId.PLAN_PROGRESS, Unit.SHARE, parts=Part.ELAPSED),
        )
    }
)
FIRST_PAGE: Final = 12  # figures that stand on the panel's first page; the others follow
