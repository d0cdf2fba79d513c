"""What settings files may say, what they may not, and how a setting is changed."""

import stat
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from salestui.config import Settings, load, machine, now_from, showing
from salestui.config.schema import KEYS
from salestui.config.writing import set_value, unset_value
from salestui.domain.durations import CalendarSpan
from salestui.domain.rules import OpenSpan, Rules
from salestui.domain.words import Care, Grade
from salestui.errors import InvalidValueError, SettingsError, UsageError
from salestui.paths import Paths, resolve

ENVIRON = {"LOGNAME": "li", "TZ": "Asia/Shanghai"}

FULL = """
language = "zh_CN"
owner = "Li"
currency = "EUR"
default_grade = "C"
[rules]
answer_within = { A = "1h", C = "3d" }
urgent = "30m"
complex_solution = "40h"
written_within = "12h"
profile_review = "2 months"
contact_every = { routine = "60d" }
off_course = { below = 0.75, weeks = 3 }
[clock]
mode = "working"
time_zone = "Europe/Berlin"
holidays = "DE-BY"
closed = ["2026-12-31", 2027-01-02]
open = [2026-02-14]
[clock.hours]
mon = ["13:00-18:00", "09:00-12:00"]
sun = ["22:00-06:00"]
sat = []
[keys]
follow_up = "F"
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return resolve(None, {"SALESTUI_HOME": str(tmp_path)})


def _load(paths: Paths, personal: str | None = None, shared: str | None = None) -> Settings:
    if personal is not None:
        paths.config_file.write_text(personal, encoding="utf-8")
    if shared is not None:
        paths.shared_settings.write_text(shared, encoding="utf-8")
    return load(paths, ENVIRON)


def test_without_files_the_documents_rules_are_in_force(paths: Paths) -> None:
    settings = _load(paths)
    assert (settings.language, settings.owner, settings.currency) == (None, "li", "CNY")
    assert settings.rule_book.rules == Rules()
    assert not settings.rule_book.calendar.working
    assert settings.rule_book.calendar.time_zone == "Asia/Shanghai"
    assert settings.rules_from is None
    assert settings.sources == {}


def test_every_setting_is_read(paths: Paths) -> None:
    settings = _load(paths, FULL)
    rules, calendar = settings.rule_book.rules, settings.rule_book.calendar
    assert (settings.language, settings.owner, settings.currency) == ("zh_CN", "Li", "EUR")
    assert rules.answer_within == {
        Grade.A: timedelta(hours=1),
        Grade.B: timedelta(hours=24),
        Grade.C: timedelta(days=3),
    }
    assert (rules.urgent, rules.complex_solution) == (timedelta(minutes=30), timedelta(hours=40))
    assert (rules.written_within, rules.profile_review) == (timedelta(hours=12), CalendarSpan(months=2))
    assert rules.contact_every[Care.ROUTINE] == CalendarSpan(days=60)
    assert rules.contact_every[Care.KEY_EXPANSION] == CalendarSpan(days=7)
    assert (rules.off_course_below, rules.off_course_weeks, rules.default_grade) == (0.75, 3, Grade.C)
    assert (calendar.working, calendar.time_zone, calendar.holidays) == (True, "Europe/Berlin", "DE-BY")
    assert calendar.closed == {date(2026, 12, 31), date(2027, 1, 2)}
    assert calendar.open == {date(2026, 2, 14)}
    assert calendar.hours[0] == (OpenSpan(540, 720), OpenSpan(780, 1080))
    assert calendar.hours[6] == (OpenSpan(1320, 1800),)
    assert settings.keys == {"follow_up": "F"}
    assert settings.rules_from == paths.config_file


@pytest.mark.parametrize(
    ("personal", "stated"),
    [
        ('owner = "Li"', False),
        ('currency = "EUR"', False),
        ('default_grade = "A"', True),
        ("[clock]\nmode='always'", True),
    ],
)
def test_rules_come_from_a_file_only_where_it_states_some(paths: Paths, personal: str, stated: bool) -> None:
    assert _load(paths, personal).rules_from == (paths.config_file if stated else None)


def test_shared_settings_alone_say_the_rules_of_the_desk(paths: Paths) -> None:
    settings = _load(
        paths,
        'owner = "Li"\ncurrency = "EUR"\ndefault_grade = "A"\n[rules]\nurgent = "1h"\nwritten_within = "1h"',
        'currency = "USD"\n[rules]\nurgent = "3h"',
    )
    rules = settings.rule_book.rules
    assert (settings.owner, settings.currency) == ("Li", "USD")
    assert (rules.urgent, rules.written_within) == (timedelta(hours=3), timedelta(hours=24))
    assert rules.default_grade is Grade.B
    assert settings.rules_from == paths.shared_settings
    assert settings.sources == {
        "owner": paths.config_file,
        "currency": paths.shared_settings,
        "rules.urgent": paths.shared_settings,
    }


def test_empty_shared_settings_still_are_the_desks_and_mean_the_defaults(paths: Paths) -> None:
    settings = _load(paths, '[rules]\nurgent = "1h"', "")
    assert settings.rule_book.rules == Rules()
    assert settings.rules_from == paths.shared_settings


@pytest.mark.parametrize("line", ['owner = "Li"', 'language = "en"', '[keys]\nlog = "l"'])
def test_what_is_personal_does_not_belong_in_the_shared_settings(paths: Paths, line: str) -> None:
    with pytest.raises(SettingsError, match=r"salestui\.toml.*does not belong") as refused:
        _load(paths, shared=line)
    assert "config.toml" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[rules]\nurgnt = '2h'", ["unknown key rules.urgnt", '"2h"', "did you mean rules.urgent?"]),
        ("urgent = '2h'", ["unknown key urgent", "did you mean rules.urgent?"]),
        ("'rules.urgent' = '2h'", ["unknown key rules.urgent"]),
        ("[rule]\nurgent = '2h'", ["unknown key rule", "did you mean rules?"]),
        ("[rules]\nanswer_within = { D = '2h' }", ["unknown key rules.answer_within.D", "it holds A, B, C"]),
        ("[clock.hours]\nmonday = []", ["unknown key clock.hours.monday", "did you mean clock.hours.mon?"]),
        ("rules = 5", ["rules = 5", "a section"]),
        ("[rules]\nurgent = 2", ["rules.urgent = 2", "not text"]),
        ("[rules]\nurgent = true", ["rules.urgent = true", "not text"]),
        ("[rules]\nurgent = '-2h'", ['rules.urgent = "-2h"', "not a length of time"]),
        ("[rules]\nurgent = '0h'", ['rules.urgent = "0h"', "longer than nothing"]),
        ("[rules]\nurgent = { A = '2h' }", ["rules.urgent", "not text"]),
        ("[rules]\nprofile_review = '2h'", ["rules.profile_review", "not a length in days"]),
        ("[rules]\ncontact_every = { routine = '-7d' }", ["rules.contact_every.routine", '"-7d"']),
        ("[rules.off_course]\nbelow = 80", ["rules.off_course.below = 80", "at most 1"]),
        ("[rules.off_course]\nbelow = nan", ["rules.off_course.below", "not a number"]),
        ("[rules.off_course]\nweeks = 2.5", ["rules.off_course.weeks = 2.5", "whole number"]),
        ("[rules.off_course]\nweeks = true", ["rules.off_course.weeks = true", "whole number"]),
        ("default_grade = 'D'", ['default_grade = "D"', "A, B, C"]),
        ("language = 'zh_TW'", ['language = "zh_TW"', "did you mean zh_CN?"]),
        ("currency = 'yuan'", ['currency = "yuan"', "CNY"]),
        ("owner = '  '", ["owner", "not a name"]),
        ("[clock]\nmode = 'workin'", ['clock.mode = "workin"', "did you mean working?"]),
        ("[clock]\nmode = 'working'", ["clock.mode", "no working hours"]),
        ("[clock]\nmode = 'working'\n[clock.hours]\nmon = []", ["clock.mode", "no working hours"]),
        ("[clock]\ntime_zone = 'Asia/Shangai'", ["clock.time_zone", "did you mean Asia/Shanghai?"]),
        ("[clock]\ntime_zone = '../etc/passwd'", ["clock.time_zone", "not a time zone"]),
        ("[clock]\ntime_zone = 'Europe'", ["clock.time_zone", "not a time zone"]),
        ("[clock]\nholidays = 'China'", ["clock.holidays", "not a country"]),
        ("[clock]\nclosed = '2026-12-31'", ["clock.closed", "not a list"]),
        ("[clock]\nclosed = ['2026-02-30']", ["clock.closed", '"2026-02-30" is not a date']),
        ("[clock]\nclosed = [2026-02-03T10:00:00]", ["clock.closed", "is not a date"]),
        (
            "[clock]\nclosed = [2026-02-14]\nopen = ['2026-02-14']",
            ["clock.open", "2026-02-14", "clock.closed"],
        ),
        ("[clock.hours]\nmon = ['9-12']", ["clock.hours.mon", '"9-12" is not a span']),
        ("[clock.hours]\nmon = ['09:00-09:00']", ["clock.hours.mon", "00:00-24:00"]),
        ("[clock.hours]\nmon = ['09:00-12:00', '11:00-13:00']", ["clock.hours.mon", "overlap"]),
        ("[clock.hours]\nmon = ['05:00-12:00']\nsun = ['22:00-06:00']", ["clock.hours.sun", "overlap"]),
        ("[keys]\nfollow_up = 7", ["keys.follow_up = 7", "not text"]),
        ("owner = Li", ["not TOML", "line 1, column 9"]),
        ("owner = 'a'\nowner = 'b'\n", ["not TOML", "line 2"]),
        ("owner = '\u202ex'", ["owner", "<U+202E>"]),
    ],
)
def test_an_error_names_file_key_value_and_remedy_in_one_line(paths: Paths, text: str, told: list[str]) -> None:
    with pytest.raises(SettingsError) as refused:
        _load(paths, text)
    line = str(refused.value)
    assert line.startswith(str(paths.config_file))
    assert line.splitlines() == [line]
    assert [each for each in told if each not in line] == []


def test_a_file_that_is_no_text_or_no_file_is_an_error_and_a_byte_order_mark_is_none(paths: Paths) -> None:
    paths.config_file.write_bytes(b"\xef\xbb\xbfowner = 'Li'")
    assert _load(paths).owner == "Li"
    paths.config_file.write_bytes("owner = '李'".encode("gb18030"))
    with pytest.raises(SettingsError, match="not UTF-8"):
        _load(paths)
    paths.config_file.unlink()
    paths.config_file.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        _load(paths)


def test_what_is_shown_reads_back_as_the_same_settings(paths: Paths) -> None:
    settings = _load(paths, FULL)
    again = _load(paths, showing.render(settings))
    assert again.rule_book == settings.rule_book
    assert (again.owner, again.currency, again.keys) == (settings.owner, settings.currency, settings.keys)


def test_what_is_shown_names_where_each_setting_comes_from(paths: Paths) -> None:
    lines = showing.render(_load(paths, '[rules]\nurgent = "90m"')).splitlines()
    assert f'urgent = "1h30m"  # {paths.config_file}' in lines
    assert 'written_within = "24h"  # default' in lines
    assert "# language  # default" in lines


def test_single_settings_and_sections_can_be_asked_for(paths: Paths) -> None:
    settings = _load(paths, FULL)
    assert showing.get(settings, "owner") == "Li"
    assert showing.get(settings, "rules.off_course.below") == "0.75"
    assert showing.get(settings, "clock.closed") == '["2026-12-31", "2027-01-02"]'
    assert showing.get(settings, "keys.follow_up") == "F"
    assert showing.get(settings, "rules.off_course").splitlines()[0] == "[rules.off_course]"
    with pytest.raises(UsageError, match=r"rules\.urgnt.*did you mean rules\.urgent"):
        showing.get(settings, "rules.urgnt")


@pytest.mark.parametrize(
    ("key", "typed", "shown"),
    [
        ("language", "zh_CN", '"zh_CN"'),
        ("owner", "王 五", '"王 五"'),
        ("rules.answer_within.A", "90m", '"1h30m"'),
        ("rules.off_course.below", "0.7", "0.7"),
        ("rules.off_course.weeks", "4", "4"),
        ("clock.closed", "2026-12-31, 2027-01-01", '["2026-12-31", "2027-01-01"]'),
        ("clock.closed", "[2026-12-31]", '["2026-12-31"]'),
        ("clock.closed", "", "[]"),
        ("clock.hours.mon", "09:00-12:00,13:00-18:00", '["09:00-12:00", "13:00-18:00"]'),
        ("keys.follow_up", "F", '"F"'),
    ],
)
@pytest.mark.parametrize("before", ["", FULL])
def test_a_setting_is_written_and_in_force(paths: Paths, before: str, key: str, typed: str, shown: str) -> None:
    _load(paths, before)
    file, settings = set_value(paths, ENVIRON, key, typed)
    assert file == paths.config_file
    assert load(paths, ENVIRON) == settings
    assert next(each.value for each in showing.in_force(settings) if each.key == key) == shown


def test_comments_and_order_survive_a_change(paths: Paths) -> None:
    _load(paths, '# mine\nowner = "Li"  # me\n\n[rules]  # by the team\nurgent = "2h"  # R2\n# end\n')
    set_value(paths, ENVIRON, "rules.urgent", "3h")
    assert paths.config_file.read_text(encoding="utf-8") == (
        '# mine\nowner = "Li"  # me\n\n[rules]  # by the team\nurgent = "3h"  # R2\n# end\n'
    )


def test_a_setting_taken_out_is_at_its_default_again_and_its_neighbours_stay(paths: Paths) -> None:
    _load(paths, '# mine\nowner = "Li"  # me\ntheme = "16"\n\n[keys]  # habits\nundo = "z"\nredo = "y"  # after it\n')
    file, settings = unset_value(paths, ENVIRON, "keys.undo")
    assert settings.keys == {"redo": "y"}
    assert unset_value(paths, ENVIRON, "theme")[1].theme == "dark"
    assert file.read_text(encoding="utf-8") == (
        '# mine\nowner = "Li"  # me\n\n[keys]  # habits\nredo = "y"  # after it\n'
    )


@pytest.mark.parametrize("name", ["theme", "keys.undo", "rules.answer_within.A"])
def test_what_stands_in_no_file_is_taken_out_without_touching_one(paths: Paths, name: str) -> None:
    unset_value(paths, ENVIRON, name)
    assert not paths.config_file.exists()


def test_a_file_that_can_only_be_read_is_not_replaced_by_another(paths: Paths) -> None:
    _load(paths, 'owner = "Li"\n')
    paths.config_file.chmod(0o444)
    with pytest.raises(SettingsError, match="cannot be written"):
        set_value(paths, ENVIRON, "owner", "Wang")
    assert paths.config_file.read_text(encoding="utf-8") == 'owner = "Li"\n'


@pytest.mark.parametrize(("typed", "mouse"), [("true", True), ("False", False)])
def test_the_mouse_is_on_or_off(paths: Paths, typed: str, mouse: bool) -> None:
    assert load(paths, ENVIRON).mouse is True
    assert set_value(paths, ENVIRON, "mouse", typed)[1].mouse is mouse


def test_a_setting_of_the_desk_goes_into_the_shared_settings_where_there_are_any(paths: Paths) -> None:
    _load(paths, 'owner = "Li"', "")
    file, settings = set_value(paths, ENVIRON, "rules.urgent", "3h")
    assert file == paths.shared_settings
    assert settings.rule_book.rules.urgent == timedelta(hours=3)
    assert set_value(paths, ENVIRON, "owner", "Wang")[0] == paths.config_file


@pytest.mark.parametrize(
    ("key", "typed", "error", "told"),
    [
        ("rules.urgnt", "2h", UsageError, "did you mean rules.urgent?"),
        ("rules", "2h", UsageError, "is a section"),
        ("keys", "x", UsageError, "is a section"),
        ("rules.urgent", "soon", InvalidValueError, 'rules.urgent = "soon": not a length of time'),
        ("rules.off_course.below", "much", InvalidValueError, "not a number"),
        ("clock.closed", "[2026-", InvalidValueError, "not a list"),
        ("clock.mode", "working", SettingsError, "no working hours"),
        ("mouse", "perhaps", InvalidValueError, "neither true nor false"),
    ],
)
def test_what_cannot_be_is_refused_and_the_file_stays(
    paths: Paths, key: str, typed: str, error: type[Exception], told: str
) -> None:
    before = 'owner = "Li"  # me\n'
    _load(paths, before)
    with pytest.raises(error) as refused:
        set_value(paths, ENVIRON, key, typed)
    assert told in str(refused.value)
    assert paths.config_file.read_text(encoding="utf-8") == before
    assert [each.name for each in paths.config_file.parent.iterdir()] == ["config.toml"]


def test_a_new_file_is_for_its_owner_only_and_an_old_one_keeps_its_readers(paths: Paths) -> None:
    set_value(paths, ENVIRON, "owner", "Li")
    assert stat.S_IMODE(paths.config_file.stat().st_mode) == 0o600
    paths.config_file.chmod(0o640)
    set_value(paths, ENVIRON, "owner", "Wang")
    assert stat.S_IMODE(paths.config_file.stat().st_mode) == 0o640


def test_a_link_to_the_settings_stays_a_link(paths: Paths, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("", encoding="utf-8")
    paths.config_file.symlink_to(real)
    set_value(paths, ENVIRON, "owner", "Li")
    assert paths.config_file.is_symlink()
    assert real.read_text(encoding="utf-8") == 'owner = "Li"\n'


def test_every_key_of_the_table_is_shown(paths: Paths) -> None:
    assert [each.key for each in showing.in_force(_load(paths))] == list(KEYS)


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"LOGNAME": "li", "USER": "wang"}, "li"),
        ({"LOGNAME": "", "USER": "wang"}, "wang"),
        ({"USERNAME": "zhao"}, "zhao"),
    ],
)
def test_the_owner_is_the_login_name(environ: Mapping[str, str], name: str) -> None:
    assert machine.login_name(environ) == name


@pytest.mark.parametrize(
    ("environ", "link", "zone"),
    [
        ({"TZ": "Asia/Tokyo"}, "/usr/share/zoneinfo/Europe/Paris", "Asia/Tokyo"),
        ({"TZ": ":Asia/Tokyo"}, "/usr/share/zoneinfo/Europe/Paris", "Asia/Tokyo"),
        ({"TZ": "CST-8"}, "/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"),
        ({}, "/var/db/timezone/zoneinfo/America/New_York", "America/New_York"),
    ],
)
def test_the_time_zone_is_the_systems(
    environ: Mapping[str, str], link: str, zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    localtime = tmp_path / "localtime"
    localtime.symlink_to(link)
    monkeypatch.setattr(machine, "_LOCALTIME", localtime)
    assert machine.system_time_zone(environ) == zone


def test_the_clock_can_be_stopped() -> None:
    now = now_from({"SALESTUI_NOW": "2024-05-10T09:00:00+08:00"})
    assert now() == now() == datetime(2024, 5, 10, 1, tzinfo=UTC)
    assert now().tzinfo is UTC


def test_without_the_variable_the_clock_runs_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= now_from({})() <= datetime.now(UTC)


@pytest.mark.parametrize("value", ["2024-05-10T09:00:00", "yesterday", "2024-05-10", "0001-01-01T00:00:00+09:00"])
def test_a_stopped_clock_needs_an_instant_with_an_offset(value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        now_from({"SALESTUI_NOW": value})
    assert f'SALESTUI_NOW = "{value}"' in str(refused.value)


# ── how a clock that turns is told ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("environ", "stated", "alert"),
    [
        ({}, "", "title"),
        ({"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}, "", "off"),
        ({"SSH_TTY": "/dev/pts/3"}, "", "off"),
        ({"SSH_TTY": "/dev/pts/3"}, 'alert = "title"', "title"),
        ({"SSH_TTY": "/dev/pts/3"}, 'alert = "bell"', "bell"),
        ({"TERM": "linux"}, "", "off"),  # the console has no title
        ({}, 'alert = "off"', "off"),
    ],
)
def test_a_turning_clock_is_told_by_the_title_but_over_ssh_only_where_that_is_asked_for(
    paths: Paths, environ: dict[str, str], stated: str, alert: str
) -> None:
    paths.config_file.write_text(stated, encoding="utf-8")
    assert load(paths, {**ENVIRON, **environ}).alert == alert


def test_an_alert_nobody_knows_is_refused(paths: Paths) -> None:
    with pytest.raises(SettingsError, match=r'alert = "bells": not one of title, bell, off'):
        _load(paths, 'alert = "bells"')


# ── the score and the lifetime value ─────────────────────────────────────────────────────────────────────────────

SCORED = """
[value]
years = 5
gross_margin = 0.35
[score]
grade_a = 80
industries = ["制造业", "retail trade", "retail trade"]
offers = []
size_bands = [50, 500]
[score.weights]
budget = 0
need_match = 60
"""


def test_the_score_is_read_with_defaults_for_what_is_left_out(paths: Paths) -> None:
    settings = _load(paths, SCORED)
    assert (settings.value.years, settings.value.gross_margin) == (5, 0.35)
    assert (settings.score.grade_a, settings.score.grade_b) == (80, 40)
    assert (settings.score.industries, settings.score.offers) == (("制造业", "retail trade"), ())
    assert settings.score.size_bands == (50, 500)
    assert list(settings.score.weights.values()) == [0, 25, 15, 10, 60]
    assert _load(paths, "").value.gross_margin is None


def test_the_score_is_everybodys_where_there_are_shared_settings(paths: Paths) -> None:
    settings = _load(paths, SCORED, shared="[score]\ngrade_a = 90\n")
    assert (settings.score.grade_a, settings.value.years) == (90, 3)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[score]\ngrade_b = 71", "score.grade_b = 71: score.grade_b must not be above score.grade_a"),
        ("[score]\ngrade_a = 30", "score.grade_a = 30: score.grade_b must not be above score.grade_a"),
        ("[score]\npotential = 80", "score.potential must not be above score.key_account"),
        ("[score]\ngrade_a = 101", "must be a whole number from 0 to 100"),
        ("[score]\nsize_bands = [20, 20]", "the numbers must rise"),
        ("[score]\nsize_bands = []", "not a list of whole numbers"),
        ("[score]\nsize_bands = [0, 1]", "not a list of whole numbers"),
        ("[score]\nsize_bands = [1.5]", "not a list of whole numbers"),
        ("[score]\nsize_bands = [true]", "not a list of whole numbers"),
        ('[score]\noffers = [""]', "not a name"),
        ("[score.weights]\nbudget = -1", "must be a whole number from 0 to 1000"),
        (
            "[score.weights]\nbudget = 0\npotential = 0\nindustry_fit = 0\nsize = 0\nneed_match = 0",
            "nothing has a weight",
        ),
        ("[score.weights]\nluck = 1", "unknown key score.weights.luck"),
        ("[value]\ngross_margin = 30", "must be above 0 and at most 1"),
        ("[value]\nyears = 0", "must be a whole number from 1 to 50"),
    ],
)
def test_a_score_that_cannot_be_is_refused(paths: Paths, text: str, problem: str) -> None:
    with pytest.raises(SettingsError) as refused:
        _load(paths, text)
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("key", "typed", "shown"),
    [
        ("score.industries", "制造业, retail trade", '["制造业", "retail trade"]'),
        ("score.offers", '["a, b"]', '["a, b"]'),
        ("score.size_bands", "10, 20 300", "[10, 20, 300]"),
        ("score.weights.size", "0", "0"),
        ("value.gross_margin", "0.125", "0.125"),
    ],
)
def test_the_score_is_set_from_the_command_line(paths: Paths, key: str, typed: str, shown: str) -> None:
    _file, settings = set_value(paths, ENVIRON, key, typed)
    assert showing.get(settings, key) == shown
    assert KEYS[key].show(_load(paths)) == shown
