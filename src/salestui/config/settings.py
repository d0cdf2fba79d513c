"""The value that everything else is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from salestui.domain.rules import RuleBook
from salestui.domain.score_rules import ScoreRules, ValueRules
from salestui.domain.words import TaskStatus

THEMES = ("dark", "light", "contrast", "16")  # F12 goes through them; 16: the terminal's own sixteen colours
ALERTS = ("title", "bell", "off")  # what tells that a clock has turned: the window's title, the terminal's bell
NEW_CUSTOMERS = ("created", "first_order")  # what makes a customer new in a period (figure `new_customers`)
USUAL_WIP: Mapping[TaskStatus, int] = MappingProxyType({TaskStatus.TODO: 0, TaskStatus.DOING: 5, TaskStatus.WAITING: 0})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the files say, with the defaults for what they leave out."""

    language: str | None  # one of i18n.LANGUAGES; None: the locale decides
    owner: str  # who I am; the login name where no file says
    currency: str  # ISO 4217
    rule_book: RuleBook
    keys: Mapping[str, str]  # command id → key
    rules_from: Path | None  # the file that states rules or a clock; None: nobody stated any
    sources: Mapping[str, Path]  # dotted key → the file that states it; keys left out are at their default
    new_customers: str = "created"  # one of NEW_CUSTOMERS
    theme: str = "dark"  # one of THEMES: how the screens look
    alert: str = "title"  # one of ALERTS: how the terminal tells that a clock has turned
    mouse: bool = True  # whether the terminal reports the mouse; without, it selects text by itself
    # cards a column of the task board should hold at most; 0: any number
    wip: Mapping[TaskStatus, int] = field(default_factory=lambda: USUAL_WIP)
    score: ScoreRules = ScoreRules()  # the desk's: everybody sees the same suggestion
    value: ValueRules = ValueRules()  # the desk's
