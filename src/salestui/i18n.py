"""What people read, in English or 简体中文: messages, and the labels of ids.

English is the source and needs no file; a Chinese catalogue is read on its first use. Values put into a
message are never translated and never read as a template.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "zh_CN")

_LOCALE = Path(__file__).with_name("locale")
_language = "en"


def use(language: str) -> None:
    """Speak `language`, one of LANGUAGES, from now on. Called once, at the start.

    Raises ValueError for any other language.
    """
    global _language
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language


def language() -> str:
    """The language spoken now, one of LANGUAGES."""
    return _language


def detect(setting: str | None, environ: Mapping[str, str]) -> str:
    """The language to speak: SALESTUI_LANG, the setting, or the locale of the environment, in this order.

    The variable goes first so that one call can be made in another language. Any Chinese locale is answered
    in 简体中文, the only Chinese there is; every other in English.
    """
    stated = environ.get("SALESTUI_LANG") or setting
    if not stated:
        names = ("LC_ALL", "LC_MESSAGES", "LANG")
        stated = next((environ[name] for name in names if environ.get(name)), "en")
    return "zh_CN" if stated[:2].lower() == "zh" else "en"


def _(message: str, /, **values: object) -> str:
    """`message` in the language spoken, with its {placeholders} filled in from `values`."""
    return _spoken(message).format(**values)


def mark(message: str) -> str:
    """A message written where the language is not yet known; `marked` says it later."""
    return message


def marked(message: str) -> str:
    """A message that was marked, in the user's language."""
    return _spoken(message)


def ngettext(singular: str, plural: str, n: int, /, **values: object) -> str:
    """The message for a number of things; `n` can be used as {n}."""
    if _language == "en":
        template = singular if n == 1 else plural
    else:
        template = _catalogue(_language).ngettext(singular, plural, n)
    return template.format(n=n, **values)


def listed(items: Iterable[str]) -> str:
    """Things named one after another, as the language writes them: "a, b", "a、b". For reading, not for typing back."""
    return ("、" if _language == "zh_CN" else ", ").join(items)


def label(kind: str, id: str) -> str:  # noqa: A002 - an id is what it is
    """What people call `id` of a vocabulary, of "field" or of "record".

    A field may be given with its record ("contact.name" is 姓名, "name" alone 名称). English labels are made
    from the id: "next_at" is "next at". So is that of a word no catalogue knows: a channel of the desk's own.
    """
    if _language != "en":
        translated = _translated(kind, id)
        if translated is not None:
            return translated
    return id.rpartition(".")[2].replace("_", " ") if kind == "field" else id.replace("_", " ")


def several(record: str) -> str:
    """What people call more than one of a record: "follow ups". 中文 has no plural."""
    from salestui.domain.records import RECORDS

    return RECORDS[record].list_name.replace("_", " ") if _language == "en" else label("record", record)


@cache
def ids_by_label(kind: str) -> Mapping[str, str]:
    """Every spelling of the ids of `kind`, casefolded, to its id, in whatever language: for forms and files.

    Spellings are the id, its English label and its 中文 label. `kind` is a vocabulary, "record", "field", or
    "field.RECORD" for the headings of one table: 客户名称 is a customer's name, but a follow-up's customer.
    Raises KeyError for an unknown kind.
    """
    from salestui.domain.records import RECORDS
    from salestui.domain.vocabularies import VOCABULARIES

    if kind == "record":
        return _spellings(kind, tuple(RECORDS))
    family, _dot, record = kind.partition(".")
    if family != "field":
        return _spellings(kind, tuple(VOCABULARIES[kind]))
    records = (record,) if record else tuple(RECORDS)
    return _spellings("field", tuple(f"{each}.{field.id}" for each in records for field in RECORDS[each].fields))


def _spellings(kind: str, ids: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    bare_ids = [each.rpartition(".")[2] for each in ids]
    for bare in bare_ids:
        found[bare.casefold()] = bare
        found.setdefault(bare.replace("_", " ").casefold(), bare)
    for full, bare in zip(ids, bare_ids, strict=True):
        for name in dict.fromkeys((full, bare)):
            chinese = _catalogue("zh_CN").pgettext(kind, name)
            if chinese != name:
                found.setdefault(chinese.casefold(), bare)
    return found


def _spoken(message: str) -> str:
    return message if _language == "en" else _catalogue(_language).gettext(message)


def _translated(kind: str, id: str) -> str | None:  # noqa: A002 - as above
    catalogue = _catalogue(_language)
    for name in (id, id.rpartition(".")[2]):
        translated = catalogue.pgettext(kind, name)
        if translated != name:
            return translated
    return None


@cache
def _catalogue(language: str) -> "NullTranslations":
    """The compiled catalogue; an empty one where it is missing, as in a source tree that was never built."""
    from gettext import GNUTranslations, NullTranslations

    try:
        with (_LOCALE / language / "LC_MESSAGES" / "salestui.mo").open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return NullTranslations()
