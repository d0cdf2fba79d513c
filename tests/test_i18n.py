"""Both languages say everything, and values are only values."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatch_build import compile_catalogues

from salestui import i18n
from salestui.domain.records import RECORDS
from salestui.domain.vocabularies import COLUMNS, COMMANDS, VOCABULARIES
from salestui.i18n import _, detect, ids_by_label, label, listed, ngettext
from tests import catalogue


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    i18n.use("en")
    i18n._catalogue.cache_clear()


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue as it is now, whatever the last build left."""
    folder = tmp_path_factory.mktemp("locale")
    place = folder / "zh_CN" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "salestui.po").write_bytes(catalogue.PO.read_bytes())
    compile_catalogues(folder)
    return folder


@pytest.fixture
def chinese(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    i18n._catalogue.cache_clear()
    monkeypatch.setattr(i18n, "_LOCALE", compiled)


def test_every_message_and_every_label_is_translated() -> None:
    assert catalogue.difference().missing == []


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    assert catalogue.difference().stale == []


def test_translations_have_the_placeholders_of_their_message() -> None:
    assert catalogue.difference().placeholders == []


def test_the_catalogue_check_sees_messages_and_differing_placeholders() -> None:
    assert "{option} is missing" in catalogue.messages()
    assert not catalogue._agree("{file}: {reason}", None, ("{file}",))
    assert catalogue._agree("{n} row", "{n} rows", ("{n} 行",))
    computed = ast.parse("_(name)").body[0]
    assert isinstance(computed, ast.Expr)
    assert isinstance(computed.value, ast.Call)
    with pytest.raises(SystemExit, match="written out"):
        catalogue._literal(computed.value, 0, Path("x.py"))


@pytest.mark.usefixtures("chinese")
def test_every_word_record_and_field_has_a_chinese_label() -> None:
    i18n.use("zh_CN")
    ids = [(kind, word.value) for kind, words in VOCABULARIES.items() for word in words]
    ids += [("record", record) for record in RECORDS]
    ids += [("command", kind) for kind in COMMANDS]
    ids += [("field", column) for column in COLUMNS]
    ids += [("field", f"{record.id}.{field.id}") for record in RECORDS.values() for field in record.fields]
    assert [each for each in ids if label(*each).isascii()] == []


def test_every_kind_of_command_is_labelled() -> None:
    kinds: set[str] = set()
    for file in (*catalogue.SOURCE.rglob("services/*.py"), *catalogue.SOURCE.rglob("exchange/*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "command":
                given = call.args[0]
                chosen = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
                kinds |= {
                    each.value for each in chosen if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    assert {"log_follow_up", "regrade", "archive"} <= kinds
    assert kinds <= set(COMMANDS)


@pytest.mark.parametrize(
    ("kind", "name", "english", "chinese_label"),
    [
        ("grade", "A", "A", "高优先级"),
        ("clock_state", "due_soon", "due soon", "即将到期"),
        ("channel", "trade_fair", "trade fair", "线下展会"),
        ("channel", "our_own", "our own", "our own"),
        ("field", "next_at", "next at", "下次跟进时间"),
        ("field", "name", "name", "名称"),
        ("field", "contact.name", "name", "姓名"),
        ("field", "contact.phone", "phone", "电话"),
        ("record", "follow_up", "follow up", "跟进"),
    ],
)
@pytest.mark.usefixtures("chinese")
def test_labels(kind: str, name: str, english: str, chinese_label: str) -> None:
    assert label(kind, name) == english
    i18n.use("zh_CN")
    assert label(kind, name) == chinese_label


@pytest.mark.parametrize("spoken", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "spelling", "meant"),
    [
        ("grade", "a", "A"),
        ("grade", "高优先级", "A"),
        ("channel", "trade fair", "trade_fair"),
        ("channel", "trade_fair", "trade_fair"),
        ("level", "高", "high"),
        ("field", "客户名称", "name"),
        ("field.customer", "客户id", "code"),
        ("field.follow_up", "客户名称", "customer"),
        ("field.contact", "姓名", "name"),
        ("record", "联系人", "contact"),
    ],
)
@pytest.mark.usefixtures("chinese")
def test_every_spelling_is_understood_in_either_language(spoken: str, kind: str, spelling: str, meant: str) -> None:
    i18n.use(spoken)
    assert ids_by_label(kind)[spelling] == meant


@pytest.mark.usefixtures("chinese")
def test_two_words_of_one_vocabulary_never_share_a_label() -> None:
    for kind, words in VOCABULARIES.items():
        assert len({ids_by_label(kind)[word.casefold()] for word in words}) == len(words)
        i18n.use("zh_CN")
        assert len({label(kind, word) for word in words}) == len(words)
        i18n.use("en")


@pytest.mark.usefixtures("chinese")
def test_values_are_never_read_as_templates() -> None:
    for language in i18n.LANGUAGES:
        i18n.use(language)
        assert "{option.__class__} %s" in _("{option} is missing", option="{option.__class__} %s")


def test_a_number_of_things_in_english() -> None:
    assert [ngettext("{n} row", "{n} rows", n) for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


@pytest.mark.usefixtures("chinese")
def test_a_message_without_translation_is_said_in_english() -> None:
    i18n.use("zh_CN")
    say, count = _, ngettext  # under other names, so that the catalogue check does not ask for them
    assert say("never translated: {what}", what=1) == "never translated: 1"
    assert count("{n} never", "{n} nevers", 2) == "2 nevers"


def test_without_a_compiled_catalogue_everything_is_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_LOCALE", tmp_path)
    i18n._catalogue.cache_clear()
    i18n.use("zh_CN")
    assert label("grade", "A") == "A"
    assert _("{option} is missing", option="--at") == "--at is missing"
    assert ids_by_label("clock_state")["due soon"] == "due_soon"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        i18n.use("fr")
    assert i18n.language() == "en"


@pytest.mark.parametrize(
    ("setting", "environ", "language"),
    [
        (None, {}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "en"),
        (None, {"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW"}, "zh_CN"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh_CN"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("zh_CN", {"LANG": "C"}, "zh_CN"),
        ("zh_CN", {"SALESTUI_LANG": "en"}, "en"),
        (None, {"SALESTUI_LANG": "zh", "LANG": "C"}, "zh_CN"),
    ],
)
def test_the_language_is_that_of_the_variable_the_setting_or_the_locale(
    setting: str | None, environ: dict[str, str], language: str
) -> None:
    assert detect(setting, environ) == language


@pytest.mark.parametrize(("spoken", "read"), [("en", "A, B"), ("zh_CN", "A、B")])
def test_things_named_one_after_another_are_joined_as_the_language_joins_them(spoken: str, read: str) -> None:
    i18n.use(spoken)
    assert listed(["A", "B"]) == read
