"""The figures of domain.md, section 4: one entry each. Pure, and light: every form and file asks for their ids.

To add one: an id and an entry here, a basis in `store.reads.figures.bases`, and in the catalogue its name and its terms
in 中文 (`python -m tests.catalogue --append`). All that shows, exports, charts and compares figures goes by the entry;
tests/figures/test_every_figure.py says what is missing.
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

    @property
    def of_money(self) -> bool:
        """Whether its values are amounts, in a currency."""
        return self in (Unit.MONEY, Unit.MONEY_PER_DAY)


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


class Made(StrEnum):
    """How a figure comes out of the records of its basis."""

    SUMS = "sums"  # what they give to numerator and denominator, added up
    MIDDLE = "middle"  # the middle one of them
    GROWTH = "growth"  # their sum, over that of the period before
    VELOCITY = "velocity"  # their number × win rate × average deal ÷ sales cycle


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
    """What a figure is, and what follows from that for its targets, charts and goals.

    Terms are English messages, which the catalogue translates: nothing here speaks to people.
    """

    id: FigureId
    unit: Unit
    counted: str  # what is counted or summed: the term above the line
    divided_by: str = ""  # the term below it; empty where nothing is divided
    better: Better = Better.MORE
    parts: Part | None = None
    made: Made = Made.SUMS
    share_of: FigureId | None = None  # the amount of which it is a share: amounts above and below the line
    exceeds_all: bool = False  # a share that can be more than 100 %
    weighted: bool = False  # a record counts by percent of its planned days, not as yes or no
    by_first_order: str = ""  # counted instead, where the settings make a customer new by its first order
    no_goal: str = ""  # why it cannot be one

    @property
    def adds_up(self) -> bool:
        """Whether periods, owners and parts add up to the whole: half of it is due in half of the time."""
        return self.made is Made.SUMS and not self.divided_by

    @property
    def of_amounts(self) -> bool:
        """Whether what its records give are amounts, apart by currency."""
        return self.unit is Unit.MONEY or self.share_of is not None


FIGURES: Final[Mapping[FigureId, Figure]] = MappingProxyType(
    {
        each.id: each
        for each in (
            Figure(FigureId.SALES_AMOUNT, Unit.MONEY, "amount of the deals won in the period"),
            Figure(FigureId.WON_DEALS, Unit.COUNT, "deals won in the period"),
            Figure(
                FigureId.NEW_CUSTOMERS,
                Unit.COUNT,
                "customers created in the period",
                by_first_order="customers whose first won deal lies in the period",
            ),
            Figure(
                FigureId.INTEREST_CONVERSION,
                Unit.SHARE,
                "of those, customers that have won a deal since",
                "customers that reached the stage interested in the period",
            ),
            Figure(
                FigureId.AVERAGE_DEAL, Unit.MONEY, "amount of the deals won in the period", "deals won in the period"
            ),
            Figure(
                FigureId.REPURCHASE_RATE,
                Unit.SHARE,
                "customers with two or more won deals, the latest in the period",
                "customers with a won deal by the end of the period",
            ),
            Figure(FigureId.WIN_RATE, Unit.SHARE, "deals won in the period", "deals won or lost in the period"),
            Figure(
                FigureId.RESPONSE_ON_TIME,
                Unit.SHARE,
                "inquiries answered by their due time",
                "inquiries due or answered in the period",
                parts=Part.GRADE_AND_RULE,
            ),
            Figure(
                FigureId.WRITTEN_ON_TIME,
                Unit.SHARE,
                "follow-ups written down in time (R4)",
                "follow-ups of the period whose writing time is known",
            ),
            Figure(
                FigureId.FOLLOW_UP_ON_TIME,
                Unit.SHARE,
                "promised contacts met by their time",
                "promised contacts due in the period",
            ),
            Figure(
                FigureId.TASK_COMPLETION, Unit.SHARE, "tasks done by their end", "tasks whose end lies in the period"
            ),
            Figure(
                FigureId.SATISFACTION,
                Unit.SCORE,
                "sum of each customer's latest score by the end of the period",
                "customers with a score",
            ),
            Figure(
                FigureId.REVENUE_GROWTH,
                Unit.SHARE,
                "won amount of the period less that of the period before",
                "won amount of the period before, of the same length",
                made=Made.GROWTH,
                share_of=FigureId.SALES_AMOUNT,
                exceeds_all=True,
            ),
            Figure(FigureId.UPSELL_AMOUNT, Unit.MONEY, "amount of the upsell and cross-sell deals won in the period"),
            Figure(
                FigureId.ORDER_CONVERSION,
                Unit.SHARE,
                "of those, deals that stand at won now",
                "deals created in the period",
            ),
            Figure(
                FigureId.RETENTION,
                Unit.SHARE,
                "of those, customers not lost by its end",
                "customers with a won deal before the period",
            ),
            Figure(
                FigureId.CHANNEL_CONTRIBUTION,
                Unit.SHARE,
                "won amount of a channel",
                "won amount of the period",
                Better.NEITHER,
                Part.CHANNEL,
                share_of=FigureId.SALES_AMOUNT,
                no_goal="as a whole it is what is known of the channels, and of one channel no goal is kept",
            ),
            Figure(
                FigureId.SALES_CYCLE,
                Unit.DAYS,
                "median time from created to won, of the deals won in the period",
                better=Better.LESS,
                made=Made.MIDDLE,
            ),
            Figure(
                FigureId.SALES_VELOCITY,
                Unit.MONEY_PER_DAY,
                "open deals × win rate × average deal",
                "sales cycle",
                made=Made.VELOCITY,
            ),
            Figure(FigureId.ACTIVITIES, Unit.COUNT, "follow-ups of the period", parts=Part.METHOD),
            Figure(
                FigureId.PROPOSALS_SENT,
                Unit.SHARE,
                "of those, deals with a proposal task done",
                "deals that reached the stage opportunity in the period",
            ),
            Figure(
                FigureId.PLAN_PROGRESS,
                Unit.SHARE,
                "planned days of the tasks × their progress",
                "planned days of the tasks under way in the period",
                parts=Part.ELAPSED,
                weighted=True,
                no_goal="its measure is the time that has passed, and its tasks have ends of their own",
            ),
        )
    }
)
FIRST_PAGE: Final = 12  # figures that stand on the panel's first page; the others follow
