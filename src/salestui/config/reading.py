"""Reads the settings files. Each value is checked when read; an error names file, key, value and remedy."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from salestui.config import schema
from salestui.config.kinds import RefusedError, as_written, did_you_mean, nearest
from salestui.config.machine import login_name, system_time_zone, usual_alert
from salestui.config.settings import NEW_CUSTOMERS, THEMES, USUAL_WIP, Settings
from salestui.domain.rules import CalendarRules, RuleBook, Rules
from salestui.domain.score_rules import USUAL_WEIGHTS, ScoreRules, ValueRules
from salestui.domain.visible import visible
from salestui.errors import SettingsError
from salestui.i18n import _, listed
from salestui.paths import Paths


def load(paths: Paths, environ: Mapping[str, str]) -> Settings:
    """The settings in force.

    Where `salestui.toml` stands beside the database, it alone says rules, clock, default grade and currency,
    for everybody; else `config.toml` does. Raises SettingsError for the first thing that cannot be.
    """
    return settle(paths, environ, text_of(paths.config_file), text_of(paths.shared_settings))


def settle(paths: Paths, environ: Mapping[str, str], personal: str | None, shared: str | None) -> Settings:
    """The settings that these texts of the two files make; None stands for a file that is not there."""
    mine = _stated(paths.config_file, personal or "", shared=False)
    ours = _stated(paths.shared_settings, shared or "", shared=True)
    if shared is None:
        rules_file, desk = paths.config_file, mine
    else:
        rules_file, desk = paths.shared_settings, ours
        mine = {name: value for name, value in mine.items() if not _is_shared(name)}
    stated = mine | desk
    has_rules = shared is not None or any(name in schema.KEYS and schema.KEYS[name].is_rule for name in desk)
    return Settings(
        language=schema.LANGUAGE.value(stated, None),
        owner=schema.OWNER.value(stated, "") or login_name(environ),
        currency=schema.CURRENCY.value(stated, "CNY"),
        rule_book=RuleBook(_rules(stated), _calendar(stated, rules_file, environ)),
        keys=MappingProxyType(
            {name.partition(".")[2]: str(value) for name, value in stated.items() if _names_command(name)}
        ),
        rules_from=rules_file if has_rules else None,
        new_customers=schema.NEW_CUSTOMER.value(stated, NEW_CUSTOMERS[0]),
        theme=schema.THEME.value(stated, THEMES[0]),
        alert=schema.ALERT.value(stated, usual_alert(environ)),
        mouse=schema.MOUSE.value(stated, True),
        wip=MappingProxyType({status: key.value(stated, USUAL_WIP[status]) for status, key in schema.WIP.items()}),
        score=_score(stated, rules_file),
        value=_value(stated),
        sources=MappingProxyType(dict.fromkeys(mine, paths.config_file) | dict.fromkeys(desk, rules_file)),
    )


def text_of(file: Path) -> str | None:
    """What stands in a settings file; None where there is none. SettingsError where it cannot be read."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        raise SettingsError(
            _("{file}: not UTF-8 text", file=_shown(file)), _("save it as UTF-8 in your editor")
        ) from None
    except OSError as error:
        raise SettingsError(_("{file}: cannot be read ({reason})", file=_shown(file), reason=error.strerror)) from None


def _stated(file: Path, text: str, *, shared: bool) -> dict[str, object]:
    """Every setting that `text` states, read and checked, by its dotted name."""
    if not text:
        return {}
    stated: dict[str, object] = {}
    for name, value in _leaves(file, _parsed(file, text), ""):
        if shared and not _is_shared(name):
            raise SettingsError(
                _(
                    "{file}: {key} does not belong in the shared settings",
                    file=_shown(file),
                    key=visible(name),
                ),
                _("put it in your own config.toml"),
            )
        key = schema.KEYS.get(name) or schema.command_key(name)
        try:
            stated[name] = key.kind.read(value)
        except RefusedError as refused:
            raise wrong(file, name, as_written(value), refused.problem, refused.hint) from None
    return stated


def _parsed(file: Path, text: str) -> dict[str, Any]:  # Any: TOML, checked key by key
    import tomllib  # only where there is a file to read

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            _("{file}: not TOML: {reason}", file=_shown(file), reason=visible(str(error))),
            _("text stands in quotes, a list in [ ]"),
        ) from None


def _leaves(file: Path, table: Mapping[str, Any], section: str) -> Iterator[tuple[str, object]]:
    """The single settings in a table and its sections. Raises SettingsError for a name nobody knows."""
    for bare, value in table.items():
        name = f"{section}.{bare}" if section else bare
        known = "." not in bare  # "rules.urgent" in quotes is one odd name, not a key in a section
        if known and (name in schema.KEYS or section == schema.COMMAND_KEYS):
            yield name, value
        elif known and name in schema.SECTIONS:
            if not isinstance(value, dict):
                raise wrong(file, name, as_written(value), _("a section, not a value"), inside(name))
            yield from _leaves(file, value, name)
        else:
            raise SettingsError(
                _(
                    "{file}: unknown key {key} = {value}",
                    file=_shown(file),
                    key=visible(name),
                    value=as_written(value),
                ),
                nearest_key(name),
            )


def nearest_key(name: str) -> str:
    """A hint at the key that `name` was probably meant to be: beside it, or of its own name anywhere."""
    section, _dot, bare = name.rpartition(".")
    every = [*schema.KEYS, *sorted(schema.SECTIONS)]
    beside = [each.rpartition(".")[2] for each in every if each.rpartition(".")[0] == section]
    near = nearest(bare, beside)
    if near:
        return _("did you mean {nearest}?", nearest=f"{section}.{near}" if section else near)
    elsewhere = next((each for each in every if each.rpartition(".")[2] == bare), None)
    if elsewhere:
        return _("did you mean {nearest}?", nearest=elsewhere)
    return inside(section) or did_you_mean(name, every)


def inside(section: str) -> str:
    """A hint that lists what stands in a section."""
    prefix = f"{section}." if section else ""
    names = [name.removeprefix(prefix).partition(".")[0] for name in schema.KEYS if name.startswith(prefix)]
    return _("it holds {keys}", keys=listed(dict.fromkeys(names))) if names else ""


def wrong(file: Path, name: str, value: str, problem: str, hint: str = "") -> SettingsError:
    """The one form of a complaint about a value."""
    return SettingsError(
        _(
            "{file}: {key} = {value}: {problem}",
            file=_shown(file),
            key=visible(name),
            value=value,
            problem=problem,
        ),
        hint,
    )


def _rules(stated: Mapping[str, object]) -> Rules:
    usual = Rules()
    return Rules(
        answer_within=MappingProxyType(
            {grade: key.value(stated, usual.answer_within[grade]) for grade, key in schema.ANSWER_WITHIN.items()}
        ),
        urgent=schema.URGENT.value(stated, usual.urgent),
        complex_solution=schema.COMPLEX_SOLUTION.value(stated, usual.complex_solution),
        written_within=schema.WRITTEN_WITHIN.value(stated, usual.written_within),
        profile_review=schema.PROFILE_REVIEW.value(stated, usual.profile_review),
        contact_every=MappingProxyType(
            {care: key.value(stated, usual.contact_every[care]) for care, key in schema.CONTACT_EVERY.items()}
        ),
        renewal_ahead=schema.RENEWAL_AHEAD.value(stated, usual.renewal_ahead),
        off_course_below=schema.BELOW.value(stated, usual.off_course_below),
        off_course_weeks=schema.WEEKS.value(stated, usual.off_course_weeks),
        default_grade=schema.DEFAULT_GRADE.value(stated, usual.default_grade),
    )


def _score(stated: Mapping[str, object], file: Path) -> ScoreRules:
    weights = {part: key.value(stated, USUAL_WEIGHTS[part]) for part, key in schema.WEIGHTS.items()}
    if not any(weights.values()):
        name = next(key.name for key in schema.WEIGHTS.values() if key.name in stated)
        raise wrong(file, name, "0", _("nothing has a weight"), _("give one of the parts a weight above 0"))
    score = ScoreRules()._replace(weights=MappingProxyType(weights), **_section("score", stated))
    for upper, lower in ((schema.GRADE_A, schema.GRADE_B), (schema.KEY_ACCOUNT, schema.POTENTIAL)):
        low, high = (getattr(score, key.name.rpartition(".")[2]) for key in (lower, upper))
        if low > high:
            key, value = (lower, low) if lower.name in stated else (upper, high)
            problem = _("{lower} must not be above {upper}", lower=lower.name, upper=upper.name)
            raise wrong(file, key.name, as_written(value), problem)
    return score


def _value(stated: Mapping[str, object]) -> ValueRules:
    return ValueRules()._replace(**_section("value", stated))


def _section(section: str, stated: Mapping[str, object]) -> dict[str, Any]:  # Any: each was read by its own kind
    """What is stated in a section whose keys are called as the fields of its value."""
    named = ((*name.rpartition(".")[::2], value) for name, value in stated.items())
    return {bare: value for where, bare, value in named if where == section}


def _calendar(stated: Mapping[str, object], file: Path, environ: Mapping[str, str]) -> CalendarRules:
    calendar = CalendarRules(
        working=schema.MODE.value(stated, "always") == "working",
        time_zone=schema.TIME_ZONE.value(stated, "") or system_time_zone(environ),
        hours=tuple(key.value(stated, ()) for key in schema.HOURS),
        holidays=schema.HOLIDAYS.value(stated, ""),
        closed=schema.CLOSED.value(stated, frozenset()),
        open=schema.OPEN.value(stated, frozenset()),
    )
    both = calendar.closed & calendar.open
    if both:
        day = min(both).isoformat()
        raise wrong(file, schema.OPEN.name, as_written(day), _("the same day is in clock.closed"))
    if any(calendar.hours):
        _check_week(calendar, file)
    elif calendar.working:
        raise wrong(
            file,
            schema.MODE.name,
            as_written("working"),
            _("no working hours"),
            _("state them in [clock.hours]"),
        )
    return calendar


def _check_week(calendar: CalendarRules, file: Path) -> None:
    from salestui.domain.calendar import CalendarError, checked_week

    try:
        checked_week(calendar.hours)
    except CalendarError as error:
        key = schema.HOURS[error.weekday or 0]
        spans = key.kind.show(calendar.hours[error.weekday or 0])
        raise wrong(file, key.name, spans, _("opening hours overlap with the ones that follow")) from None


def _is_shared(name: str) -> bool:
    return name in schema.KEYS and schema.KEYS[name].is_shared


def _names_command(name: str) -> bool:
    return name.startswith(f"{schema.COMMAND_KEYS}.")


def _shown(file: Path) -> str:
    return visible(str(file))
