"""`import`: records from a file. The plan is made and told first; it is carried out if nothing stands against it."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from salestui.cli.output import Column, emit, json_text, say, write
from salestui.cli.parser import Parser
from salestui.errors import ImportRefusedError, UsageError
from salestui.i18n import _, listed, ngettext
from salestui.sentences import quoted

if TYPE_CHECKING:
    from salestui.cli.context import Context
    from salestui.exchange.plan import Plan
    from salestui.services.desk import Desk

_KINDS = ("customers", "contacts", "inquiries", "follow-ups")
_STDIN = "-"
_SHOWN = 10  # new owners named one by one


def import_parser() -> Parser:
    """`import FILE [--as KIND] [--map COLUMN=FIELD]… [--dry-run] [--rejects FILE]`."""
    parser = Parser(
        "import", _("Import customers, contacts, inquiries or follow-ups from a CSV file; all of it, or nothing")
    )
    parser.word("file", _("a CSV file in UTF-8 whose first line holds headings; - reads standard input"))
    parser.option("as", "|".join(_KINDS), _("what the rows are; left out, the headings say it"), read=_kind)
    parser.option(
        "map",
        "COLUMN=FIELD",
        _("what a column holds; COLUMN= leaves it out, '*=' leaves out every column that is not a field"),
        repeated=True,
    )
    parser.flag("dry_run", _("say what would be imported, and write nothing"))
    parser.option("rejects", "FILE", _("write rows that cannot be imported, with the reasons, to this new file"))
    parser.formats()
    return parser


PARSERS = {"import": import_parser}


def _kind(text: str) -> str:
    if text.replace("_", "-") not in _KINDS:
        raise UsageError(_("--as {kind} is unknown", kind=quoted(text)), _("one of: {kinds}", kinds=listed(_KINDS)))
    return text.replace("-", "_")


def run_import(argv: Sequence[str], context: "Context") -> int:
    """Read the file, make the plan, tell what stands against it or carry it out."""
    given = import_parser().parse(argv)
    rejects = Path(given.rejects).expanduser() if given.rejects else None
    if rejects is not None and rejects.exists():
        raise UsageError(_("{file} is there already", file=f"'{given.rejects}'"), _("name a new file"))
    created: Sequence[str] = ()
    with context.writing_desk() as desk:
        plan = _plan(desk, given.file, getattr(given, "as"), given.map)
        if plan.problems:
            if rejects is not None:
                from salestui.exchange.rejects import write_rejects

                write_rejects(rejects, plan)
            raise plan.refusal()
        if not given.dry_run:
            from salestui.exchange.importing import carry_out

            created = carry_out(desk, plan).created
    if given.format == "table":
        say(*_told(plan, dry_run=given.dry_run))
    else:
        _print(given.format, plan, created)
    return 0


def _plan(desk: "Desk", file: str, kind: str | None, stated: Sequence[str]) -> "Plan":
    from salestui.exchange.csv_file import read_csv
    from salestui.exchange.mapping import layout_of
    from salestui.exchange.plan import make_plan

    table = read_csv(*_read(file))
    return make_plan(desk, table, layout_of(table, kind, stated))


def _read(name: str) -> tuple[bytes, str]:
    """The bytes of the file and what it is called; one byte more than may be read tells that it is too large."""
    from salestui.exchange.csv_file import LARGEST_FILE

    if name == _STDIN:
        return sys.stdin.buffer.read(LARGEST_FILE + 1), _STDIN
    path = Path(name).expanduser()
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1), path.name
    except OSError as problem:
        raise ImportRefusedError(
            _("{file} cannot be read: {reason}", file=f"'{name}'", reason=problem.strerror), (), _("check the name")
        ) from None


def _print(form: str, plan: "Plan", created: Sequence[str]) -> None:
    record: Mapping[str, object] = {
        "kind": plan.kind,
        "rows": len(plan.rows),
        "created": list(created),
        "new_owners": list(plan.new_owners),
        "warnings": list(plan.warnings),
    }
    if form == "json":
        write(json_text(record) + "\n")
    else:
        emit(form, [Column(name) for name in record], [record])


def _told(plan: "Plan", *, dry_run: bool) -> list[str]:
    """What was imported, or would be; then new owners and warnings, a line each."""
    n, file = len(plan.rows), quoted(plan.table.source)
    lines = [_would(plan.kind, n, file) if dry_run else _did(plan.kind, n, file)]
    if plan.new_owners:
        some = listed(plan.new_owners[:_SHOWN])
        more = len(plan.new_owners) - _SHOWN
        lines.append(_("new owners: {names}", names=f"{some}, … +{more}" if more > 0 else some))
    lines += [_("note: {warning}", warning=warning) for warning in plan.warnings]
    if not dry_run:
        lines.append(_("'salestui undo' takes the whole import back"))
    return lines


def _did(kind: str, n: int, file: str) -> str:
    match kind:
        case "customers":
            return ngettext("{n} customer imported from {file}", "{n} customers imported from {file}", n, file=file)
        case "contacts":
            return ngettext("{n} contact imported from {file}", "{n} contacts imported from {file}", n, file=file)
        case "inquiries":
            return ngettext("{n} inquiry imported from {file}", "{n} inquiries imported from {file}", n, file=file)
        case _:
            return ngettext("{n} follow-up imported from {file}", "{n} follow-ups imported from {file}", n, file=file)


def _would(kind: str, n: int, file: str) -> str:
    match kind:
        case "customers":
            return ngettext(
                "{n} customer would be imported from {file}",
                "{n} customers would be imported from {file}",
                n,
                file=file,
            )
        case "contacts":
            return ngettext(
                "{n} contact would be imported from {file}", "{n} contacts would be imported from {file}", n, file=file
            )
        case "inquiries":
            return ngettext(
                "{n} inquiry would be imported from {file}", "{n} inquiries would be imported from {file}", n, file=file
            )
        case _:
            return ngettext(
                "{n} follow-up would be imported from {file}",
                "{n} follow-ups would be imported from {file}",
                n,
                file=file,
            )
