"""The sample company: made through the ordinary commands, relative to "now", the same for the same now and language."""

from datetime import datetime
from pathlib import Path
from random import Random
from types import MappingProxyType
from zoneinfo import ZoneInfo

from salestui.config import Settings
from salestui.domain.rules import CalendarRules, RuleBook
from salestui.domain.score_rules import ScoreRules, ValueRules
from salestui.paths import Paths

TIME_ZONE = "Asia/Shanghai"  # where the company is, unless told otherwise
_REP = {"en": "Li", "zh_CN": "李"}
_AIMED_AT = {"en": ("Manufacturing", "Healthcare", "Internet"), "zh_CN": ("制造", "医疗", "互联网")}
_OFFERED = {  # parts of words that the needs of its customers are written with
    "en": ("system", "warehous", "security", "stock", "purchasing", "response"),
    "zh_CN": ("系统", "仓储", "安全", "库存", "采购", "响应"),
}
_GROSS_MARGIN = 0.35
_SEED = 20240510  # any number: it only has to stay the same


def sample_settings(language: str, time_zone: str = TIME_ZONE) -> Settings:
    """The settings of the sample rep: the documents' own rules, round the clock. `language` is one of LANGUAGES."""
    return Settings(
        language=language,
        owner=_REP[language],
        currency="CNY",
        rule_book=RuleBook(calendar=CalendarRules(time_zone=time_zone)),
        keys=MappingProxyType({}),
        rules_from=None,
        sources=MappingProxyType({}),
        score=ScoreRules(industries=_AIMED_AT[language], offers=_OFFERED[language]),
        value=ValueRules(gross_margin=_GROSS_MARGIN),
    )


def build_sample(path: Path, now: datetime, language: str, time_zone: str = TIME_ZONE) -> None:
    """Make the database `path` and play half a year of the sample company into it, up to `now` (aware).

    Days are those of `time_zone` (IANA). Nothing beside `path` is written. The file must not exist.
    Raises FileExistsError, and StoreError where it cannot be written.
    """
    from salestui.services.desk import Desk
    from salestui.services.sample.aims import aims
    from salestui.services.sample.document_history import document_history
    from salestui.services.sample.documents import document_customers
    from salestui.services.sample.look_back import look_back
    from salestui.services.sample.made_up import made_up_customers
    from salestui.services.sample.morning import this_morning
    from salestui.services.sample.orders import orders
    from salestui.services.sample.pipeline import pipeline
    from salestui.services.sample.script import Script
    from salestui.services.sample.work_plan import work_plan
    from salestui.store.keys import Keys

    if path.exists():
        raise FileExistsError(path)
    settings = sample_settings(language, time_zone)
    script = Script(now, ZoneInfo(time_zone), language)
    random = Random(_SEED)  # noqa: S311 - a story, not a secret
    document_customers(script, settings.owner)
    document_history(script, settings.owner)
    codes = made_up_customers(script, random)
    work_plan(script)
    pipeline(script, codes)
    orders(script, codes)
    look_back(script)
    aims(script)
    this_morning(script, codes)
    clock = [script.begins()]

    def turn_to(instant: datetime) -> None:
        clock[0] = instant

    with Desk(_paths(path), settings, lambda: clock[0], keys=Keys(random.getrandbits)) as desk:
        desk.writer.hurry()  # 700 commands, and a sample lost with the machine is made again
        script.play(desk, turn_to)


def _paths(database: Path) -> Paths:
    """Only the database is used; the rest stands beside it and is never made."""
    folder = database.absolute().parent
    return Paths(
        config_file=folder / "config.toml",
        shared_settings=folder / "salestui.toml",
        database=database.absolute(),
        drafts=folder / "drafts",
        backups=folder / "backups",
        logs=folder / "logs",
    )
