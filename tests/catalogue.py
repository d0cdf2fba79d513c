"""The messages in the source against the 中文 catalogue: `python -m tests.catalogue` lists what differs.

`--append` adds the missing messages to the .po file, untranslated; `--compile` makes the .mo beside it.
"""

import ast
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from salestui.domain.figures import FIGURES
from salestui.domain.records import RECORDS
from salestui.domain.vocabularies import COLUMNS, COMMANDS, VOCABULARIES

SOURCE = Path(__file__).resolve().parents[1] / "src" / "salestui"
LOCALE = SOURCE / "locale"
PO = LOCALE / "zh_CN" / "LC_MESSAGES" / "salestui.po"

WORDS_TO_COME = frozenset({"deal_stage", "deal_kind", "lost_reason"})  # labelled; not yet in domain/words.py

Entry = tuple[str | None, str]  # context and id, as gettext looks it up


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands between source and catalogue; every list is empty when they agree."""

    missing: list[Entry] = field(default_factory=list)
    stale: list[Entry] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)


def messages() -> dict[str, str | None]:
    """Every message in the source, with its plural if it has one: what `_`, `mark` and `ngettext` are given.

    And the terms of the figures, which stand in their entries.
    """
    terms = (term for each in FIGURES.values() for term in (each.counted, each.divided_by, each.by_first_order) if term)
    found: dict[str, str | None] = dict.fromkeys(terms)
    for file in sorted(SOURCE.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                if call.func.id in ("_", "mark"):
                    found.setdefault(_literal(call, 0, file), None)
                elif call.func.id == "ngettext":
                    found[_literal(call, 0, file)] = _literal(call, 1, file)
    return found


def labelled() -> Iterator[Entry]:
    """Every id that needs a label. A field is labelled alone, or with each record that has it."""
    for kind, words in VOCABULARIES.items():
        yield from ((kind, word.value) for word in words)
    yield from (("record", record) for record in RECORDS)
    yield from (("command", kind) for kind in COMMANDS)
    yield from (("field", column) for column in COLUMNS)
    known = {entry for entry in entries() if entry[0] == "field"}
    for record in RECORDS.values():
        for each in record.fields:
            qualified = ("field", f"{record.id}.{each.id}")
            yield qualified if qualified in known else ("field", each.id)


def entries() -> dict[Entry, tuple[str, ...]]:
    """The translated entries of the catalogue: their translations, one or more."""
    found: dict[Entry, tuple[str, ...]] = {}
    for message in read_catalogue():
        if not message.id:
            continue  # the header
        name = message.id if isinstance(message.id, str) else message.id[0]
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if texts and all(texts) and not message.fuzzy:
            found[(message.context, name)] = texts
    return found


def read_catalogue() -> Catalog:
    """The .po file; babel refuses what is malformed."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN", abort_invalid=True)


def difference() -> Difference:
    """What a translator has to do."""
    wanted = messages()
    needed = dict.fromkeys([*((None, text) for text in wanted), *labelled()])
    present = entries()
    named = {_entry(message) for message in read_catalogue() if message.id}
    return Difference(
        missing=[entry for entry in needed if entry not in present],
        stale=sorted(
            (entry for entry in named if entry not in needed and entry[0] not in WORDS_TO_COME),
            key=lambda entry: (entry[0] or "", entry[1]),
        ),
        placeholders=[
            text
            for (context, text), translations in present.items()
            if context is None and text in wanted and not _agree(text, wanted[text], translations)
        ],
    )


def main(argv: list[str]) -> int:
    """List what differs; 1 if anything does."""
    found = difference()
    for heading, items in (
        ("missing", found.missing),
        ("stale", found.stale),
        ("placeholders", found.placeholders),
    ):
        for item in items:
            print(
                heading,
                item if isinstance(item, str) else " | ".join(part for part in item if part),
                sep=": ",
            )
    if "--append" in argv:
        wanted = messages()
        known = {_entry(message) for message in read_catalogue() if message.id}
        new = [entry for entry in found.missing if entry not in known]
        with PO.open("a", encoding="utf-8") as file:
            file.writelines("\n" + _empty(context, text, wanted.get(text)) for context, text in new)
    if "--compile" in argv:
        from hatch_build import compile_catalogues

        compile_catalogues(LOCALE)
    return int(any((found.missing, found.stale, found.placeholders)))


def _entry(message: "object") -> Entry:
    name = getattr(message, "id")  # noqa: B009 - babel's Message has no types worth naming
    return getattr(message, "context", None), name if isinstance(name, str) else name[0]


def _agree(text: str, plural: str | None, translations: tuple[str, ...]) -> bool:
    allowed = _placeholders(text) | _placeholders(plural or "")
    return all(_placeholders(translation) == allowed for translation in translations)


def _placeholders(template: str) -> frozenset[str]:
    return frozenset(name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name)


def _literal(call: ast.Call, place: int, file: Path) -> str:
    argument = call.args[place] if len(call.args) > place else None
    if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
        raise SystemExit(f"{file}:{call.lineno}: a message must be written out where it is used")
    return argument.value


def _empty(context: str | None, text: str, plural: str | None) -> str:
    lines = [f"msgctxt {_quoted(context)}"] if context else []
    lines.append(f"msgid {_quoted(text)}")
    lines += [f"msgid_plural {_quoted(plural)}", 'msgstr[0] ""'] if plural else ['msgstr ""']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
