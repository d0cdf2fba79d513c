"""The closed vocabularies of the field (domain.md, section 1). Labels in both languages live in `locale`."""

from enum import StrEnum


class Grade(StrEnum):
    """How fast an inquiry must be answered (R1), and the manner of care."""

    A = "A"
    B = "B"
    C = "C"


class Segment(StrEnum):
    """Where effort goes first: the first two."""

    KEY_ACCOUNT = "key_account"
    POTENTIAL = "potential"
    LONG_TERM = "long_term"


class Care(StrEnum):
    """Sets the contact rhythm (R7) and the kind of strategy."""

    STRATEGIC_CARE = "strategic_care"
    KEY_EXPANSION = "key_expansion"
    ROUTINE = "routine"


class Stage(StrEnum):
    """How far the cooperation with a customer has come."""

    PROSPECT = "prospect"
    INTERESTED = "interested"
    ACTIVE = "active"
    STRATEGIC = "strategic"
    LOST = "lost"


class ScorePart(StrEnum):
    """What a customer's score is made of, from which grade and segment are suggested."""

    BUDGET = "budget"
    POTENTIAL = "potential"
    INDUSTRY_FIT = "industry_fit"
    SIZE = "size"
    NEED_MATCH = "need_match"


class DecisionRole(StrEnum):
    """A contact's part in the customer's decision."""

    DECISION_MAKER = "decision_maker"
    TECHNICAL = "technical"
    PURCHASING = "purchasing"
    MANAGEMENT = "management"
    USER = "user"
    INFLUENCER = "influencer"


class Level(StrEnum):
    """High, medium or low: a contact's involvement, the urgency of a need, the priority of a task."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class InquiryKind(StrEnum):
    """What a customer waits on, with a clock."""

    LEAD = "lead"
    URGENT = "urgent"
    OBJECTION = "objection"
    COMPLAINT = "complaint"


class Method(StrEnum):
    """How a contact took place."""

    VISIT = "visit"
    PHONE = "phone"
    ONLINE_MEETING = "online_meeting"
    DEMO = "demo"
    MESSAGING = "messaging"
    EMAIL = "email"
    EVENT = "event"


class ObjectionKind(StrEnum):
    """What holds the customer back."""

    PRICE = "price"
    FUNCTION = "function"
    DELIVERY = "delivery"
    SERVICE = "service"
    COMPETITOR = "competitor"
    OTHER = "other"


class ObjectionOutcome(StrEnum):
    """Did our answer work?"""

    OPEN = "open"
    SATISFIED = "satisfied"
    UNMOVED = "unmoved"


class TaskStatus(StrEnum):
    """Where a task stands."""

    TODO = "todo"
    DOING = "doing"
    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"


class DealStage(StrEnum):
    """The funnel 销售漏斗, in order; a lost deal needs a reason."""

    LEAD = "lead"
    NURTURED = "nurtured"
    QUALIFIED = "qualified"
    OPPORTUNITY = "opportunity"
    WON = "won"
    LOST = "lost"


class DealKind(StrEnum):
    """What a deal sells; a won one is an order 订单."""

    NEW = "new"
    RENEWAL = "renewal"
    REPEAT = "repeat"
    UPSELL = "upsell"
    CROSS_SELL = "cross_sell"


class LostReason(StrEnum):
    """Why a deal was lost."""

    PRICE = "price"
    FUNCTION = "function"
    TIMING = "timing"
    COMPETITOR = "competitor"
    BUDGET = "budget"
    NO_DECISION = "no_decision"
    OTHER = "other"


class Channel(StrEnum):
    """Where customers come from; a desk may add its own, so the column is open text."""

    INDUSTRY_COMMUNITY = "industry_community"
    TRADE_FAIR = "trade_fair"
    STREET_PROMOTION = "street_promotion"
    LIVESTREAM = "livestream"
    SHORT_VIDEO = "short_video"
    SOCIAL = "social"
    CONTENT = "content"
    WEBSITE = "website"
    E_COMMERCE = "e_commerce"
    EMAIL = "email"
    REFERRAL = "referral"
    SALON = "salon"
    COLD_CALL = "cold_call"
    OTHER = "other"


class ClockState(StrEnum):
    """What a clock says at a given instant."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"


class DueKind(StrEnum):
    """What a row of Today is about."""

    INQUIRY = "inquiry"
    FOLLOW_UP = "follow_up"
    PROFILE_REVIEW = "profile_review"
    CONTACT_RHYTHM = "contact_rhythm"
    TASK = "task"
    WRITE_DOWN = "write_down"
    STRATEGY = "strategy"
    RENEWAL = "renewal"


class WarningKind(StrEnum):
    """What warns early that a customer may be lost (R12)."""

    SATISFACTION_DOWN = "satisfaction_down"
    NO_CONTACT = "no_contact"
    SECOND_COMPLAINT = "second_complaint"
    ORDER_OVERDUE = "order_overdue"  # against the customer's own rhythm


class AgendaKind(StrEnum):
    """What a line of a week's agenda is about."""

    APPOINTMENT = "appointment"  # a promise with a time, a method or a place
    FOLLOW_UP = "follow_up"  # promised for a day
    INQUIRY = "inquiry"
    TASK_START = "task_start"
    TASK_END = "task_end"
    PROFILE_REVIEW = "profile_review"
    CONTACT_RHYTHM = "contact_rhythm"


class Rule(StrEnum):
    """The rules of domain.md, section 3."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"
    R6 = "R6"
    R7 = "R7"
    R9 = "R9"
    R12 = "R12"
    R13 = "R13"
