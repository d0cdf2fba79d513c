"""The rows of a file that were refused, written out with the reasons: to be corrected and imported again."""

import csv
from pathlib import Path

from salestui.errors import ImportRefusedError, UsageError
from salestui.exchange.plan import Plan
from salestui.exchange.table import REASON
from salestui.i18n import _
from salestui.services.naming import repr_text


def write_rejects(path: Path, plan: Plan) -> None:
    """Write the bad rows of `plan` to a new CSV file, cells as they were given, the reasons in a last column.

    UTF-8 with the mark that spreadsheets look for. Raises UsageError where the file exists,
    ImportRefusedError where it cannot be written.
    """
    headings = plan.table.headings
    width = len(headings) - (headings[-1].casefold() == REASON)  # rejected before: new reasons take the place
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*headings[:width], REASON])
            for row in plan.rejected():
                cells = row.cells[:width] if len(row.cells) == len(headings) else row.cells
                padding = [""] * (width - len(cells))
                writer.writerow([*cells, *padding, "; ".join(plan.reasons(row.line))])
    except FileExistsError:
        raise UsageError(_("{file} is there already", file=repr_text(str(path))), _("name a new file")) from None
    except OSError as problem:
        raise ImportRefusedError(
            _("{file} cannot be written: {reason}", file=repr_text(str(path)), reason=problem.strerror),
            (),
            _("nothing was imported"),
        ) from None
