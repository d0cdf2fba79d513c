"""The one table of settings: every key, its kind, and where its value stands in `Settings`."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar, cast

from salestui.config import kinds
from salestui.config.kinds import Kind
from salestui.config.settings import ALERTS, NEW_CUSTOMERS, THEMES, USUAL_WIP, Settings
from salestui.domain.score_rules import USUAL_WEIGHTS
from salestui.domain.words import Care, Grade, ScorePart, TaskStatus
from salestui.i18n import LANGUAGES, _

T = TypeVar("T")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COMMAND_KEYS = "keys"  # the one section with names of its own: command ids, which the screen's registry checks


class Key(NamedTuple, Generic[T]):
    """One setting by its dotted name; `of` finds its value in the settings in force."""

    name: str
    kind: Kind[T]
    of: Callable[[Settings], T]

    @property
    def is_rule(self) -> bool:
        """Decides, with others, when something is due."""
        return self.name.startswith(("rules.", "clock.")) or self.name == "default_grade"

    @property
    def is_shared(self) -> bool:
        """Belongs to the desk: may stand in the shared settings beside the database."""
        return self.is_rule or self.name == "currency" or self.name.startswith(("score.", "value.", "figures."))

    def value(self, stated: Mapping[str, object], default: T) -> T:
        """The value stated, else `default`."""
        return cast("T", stated.get(self.name, default))  # it was read by this key's own kind

    def show(self, settings: Settings) -> str:
        """The value in force as TOML; empty where nothing is set."""
        return self.kind.show(self.of(settings))


def _answer_within(
    grade: Grade,
) -> Callable[[Settings], Any]:  # Any: a lambda cannot be typed for Key[timedelta]
    return lambda settings: settings.rule_book.rules.answer_within[grade]


def _contact_every(care: Care) -> Callable[[Settings], Any]:  # Any: as above
    return lambda settings: settings.rule_book.rules.contact_every[care]


def _hours(weekday: int) -> Callable[[Settings], Any]:  # Any: as above
    return lambda settings: settings.rule_book.calendar.hours[weekday]


def _wip(status: TaskStatus) -> Callable[[Settings], Any]:  # Any: as above
    return lambda settings: settings.wip[status]


def _weight(part: ScorePart) -> Callable[[Settings], Any]:  # Any: as above
    return lambda settings: settings.score.weights[part]


LANGUAGE = Key("language", kinds.optional_one_of(*LANGUAGES), lambda s: s.language)
OWNER = Key("owner", kinds.NAME, lambda s: s.owner)
CURRENCY = Key(
    "currency",
    kinds.matching("[A-Z]{3}", lambda: _("not a currency"), lambda: _("write three capitals such as CNY")),
    lambda s: s.currency,
)
THEME = Key("theme", kinds.one_of(*THEMES), lambda s: s.theme)
ALERT = Key("alert", kinds.one_of(*ALERTS), lambda s: s.alert)
NEW_CUSTOMER = Key("figures.new_customers", kinds.one_of(*NEW_CUSTOMERS), lambda s: s.new_customers)
MOUSE = Key("mouse", kinds.SWITCH, lambda s: s.mouse)
DEFAULT_GRADE = Key("default_grade", kinds.word_of(Grade), lambda s: s.rule_book.rules.default_grade)

ANSWER_WITHIN = {g: Key(f"rules.answer_within.{g}", kinds.LENGTH, _answer_within(g)) for g in Grade}
URGENT = Key("rules.urgent", kinds.LENGTH, lambda s: s.rule_book.rules.urgent)
COMPLEX_SOLUTION = Key("rules.complex_solution", kinds.LENGTH, lambda s: s.rule_book.rules.complex_solution)
WRITTEN_WITHIN = Key("rules.written_within", kinds.LENGTH, lambda s: s.rule_book.rules.written_within)
PROFILE_REVIEW = Key("rules.profile_review", kinds.SPAN, lambda s: s.rule_book.rules.profile_review)
CONTACT_EVERY = {c: Key(f"rules.contact_every.{c}", kinds.SPAN, _contact_every(c)) for c in Care}
RENEWAL_AHEAD = Key("rules.renewal_ahead", kinds.SPAN, lambda s: s.rule_book.rules.renewal_ahead)
BELOW = Key("rules.off_course.below", kinds.SHARE, lambda s: s.rule_book.rules.off_course_below)
WEEKS = Key("rules.off_course.weeks", kinds.WEEKS, lambda s: s.rule_book.rules.off_course_weeks)

MODE = Key(
    "clock.mode",
    kinds.one_of("always", "working"),
    lambda s: "working" if s.rule_book.calendar.working else "always",
)
TIME_ZONE = Key("clock.time_zone", kinds.ZONE, lambda s: s.rule_book.calendar.time_zone)
HOLIDAYS = Key(
    "clock.holidays",
    kinds.matching(
        "|[A-Z]{2}(-[A-Z0-9]{1,3})?",
        lambda: _("not a country"),
        lambda: _("write CN, or DE-BY with a subdivision"),
    ),
    lambda s: s.rule_book.calendar.holidays,
)
CLOSED = Key("clock.closed", kinds.DATES, lambda s: s.rule_book.calendar.closed)
OPEN = Key("clock.open", kinds.DATES, lambda s: s.rule_book.calendar.open)
HOURS = tuple(Key(f"clock.hours.{name}", kinds.HOURS, _hours(day)) for day, name in enumerate(WEEKDAYS))

WIP = {status: Key(f"wip.{status}", kinds.LIMIT, _wip(status)) for status in USUAL_WIP}

YEARS = Key("value.years", kinds.whole(1, 50), lambda s: s.value.years)
GROSS_MARGIN = Key("value.gross_margin", kinds.OPTIONAL_SHARE, lambda s: s.value.gross_margin)

GRADE_A = Key("score.grade_a", kinds.POINTS, lambda s: s.score.grade_a)
GRADE_B = Key("score.grade_b", kinds.POINTS, lambda s: s.score.grade_b)
KEY_ACCOUNT = Key("score.key_account", kinds.POINTS, lambda s: s.score.key_account)
POTENTIAL = Key("score.potential", kinds.POINTS, lambda s: s.score.potential)
INDUSTRIES = Key("score.industries", kinds.WORDS, lambda s: s.score.industries)
OFFERS = Key("score.offers", kinds.WORDS, lambda s: s.score.offers)
REVENUE_BANDS = Key("score.revenue_bands", kinds.BANDS, lambda s: s.score.revenue_bands)
DEAL_BANDS = Key("score.deal_bands", kinds.BANDS, lambda s: s.score.deal_bands)
SIZE_BANDS = Key("score.size_bands", kinds.BANDS, lambda s: s.score.size_bands)
WEIGHTS = {part: Key(f"score.weights.{part}", kinds.WEIGHT, _weight(part)) for part in USUAL_WEIGHTS}

_ALL: tuple[Key[Any], ...] = (  # Any: keys of different kinds side by side
    *(LANGUAGE, OWNER, CURRENCY, THEME, ALERT, MOUSE, DEFAULT_GRADE),
    *ANSWER_WITHIN.values(),
    *(URGENT, COMPLEX_SOLUTION, WRITTEN_WITHIN, PROFILE_REVIEW, RENEWAL_AHEAD),
    *CONTACT_EVERY.values(),
    *(BELOW, WEEKS, MODE, TIME_ZONE, HOLIDAYS, CLOSED, OPEN),
    *HOURS,
    *WIP.values(),
    NEW_CUSTOMER,
    *(YEARS, GROSS_MARGIN),
    *(GRADE_A, GRADE_B, KEY_ACCOUNT, POTENTIAL, INDUSTRIES, OFFERS, REVENUE_BANDS, DEAL_BANDS, SIZE_BANDS),
    *WEIGHTS.values(),
)
KEYS: Mapping[str, Key[Any]] = {key.name: key for key in _ALL}
SECTIONS = frozenset(
    {name.rpartition(".")[0] for name in KEYS} - {""} | {"rules", "clock", COMMAND_KEYS}
)  # dotted, without a final dot


def command_key(command: str) -> Key[str]:
    """The setting that gives a command of the screen another key."""
    return Key(f"{COMMAND_KEYS}.{command}", kinds.NAME, lambda settings: settings.keys[command])
