"""One change of many customers: one command, one transaction, one undo.

Each is changed by the same functions as one alone. Who is to be changed was chosen some time ago: whoever has been
archived or is gone since is left alone, and told.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from salestui.domain.fields import FieldError, read
from salestui.domain.records import RECORDS
from salestui.errors import InvalidValueError, UsageError
from salestui.i18n import _, ngettext
from salestui.refusals import field_problem
from salestui.services.desk import Desk

if TYPE_CHECKING:  # a screen reads the limits and sentences of this module; only writing loads the ORM
    from salestui.store.command import Work
    from salestui.store.models import Customer

MOST: Final = 5_000  # 7 s of the writer's thread; reads go on meanwhile, other people's writes wait


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What became of the customers asked for: every one is in exactly one of the counts."""

    seq: int
    changed: int
    same: int = 0  # they were so already
    archived: int = 0  # archived meanwhile, or in use where archived ones were asked for: left alone
    gone: int = 0  # no longer there: the command that made them was undone


def change_customers(desk: Desk, keys: Sequence[str], typed: Mapping[str, str], *, kind: str = "") -> BulkDone:
    """Give all of `keys` the fields `typed` (field id → text). `kind` names the command, if not as for one customer.

    Raises InvalidValueError, UsageError, NotFoundError as for one; UsageError where there are more than MOST, or
    nothing is left to change.
    """
    if {"code", "name"} & typed.keys() and len(keys) > 1:
        raise UsageError(_("many customers cannot have one code or one name"), _("change them one by one"))
    from salestui.services import customers

    change = customers.read_change(desk, typed)
    kind = kind or ("regrade" if change.regrades else "change_customer")
    return _each(desk, kind, keys, lambda work, customer: customers.put_change(desk, work, customer, change))


def tag_customers(desk: Desk, keys: Sequence[str], text: str, *, away: bool = False) -> BulkDone:
    """Add the tags that `text` names to all of `keys`, or take them away; their other tags stay."""
    from salestui.services import customers

    tags = read_tags(desk, text)

    def tag(work: "Work", customer: "Customer") -> bool:
        standing = customers.tags_inside(work, customer.id)
        left = [name for name in standing if not (away and name in tags)]
        return customers.set_tags(work, customer.id, left if away else [*left, *(t for t in tags if t not in left)])

    return _each(desk, "remove_tag" if away else "add_tag", keys, tag)


def read_tags(desk: Desk, text: str) -> tuple[str, ...]:
    """The tags that `text` names, at least one. Raises InvalidValueError."""
    try:
        found = read(RECORDS["customer"].field("tags"), text, desk.reading())
    except FieldError as problem:
        raise InvalidValueError(field_problem(problem), field="tags") from None
    if not isinstance(found, tuple) or not found:
        raise InvalidValueError(_("no tag is given"), _("type one or more, separated by commas"), field="tags")
    return found


def archive_customers(desk: Desk, keys: Sequence[str], *, back: bool = False) -> BulkDone:
    """Put all of `keys` out of sight without losing them, or bring them back."""

    def put(work: "Work", customer: "Customer") -> bool:
        customer.archived_at = None if back else work.at
        return True

    return _each(desk, "bring_back" if back else "archive", keys, put, archived=back)


def checked_number(number: int) -> None:
    """Refuse what one command is too small for. Raises UsageError."""
    if number > MOST:
        raise UsageError(
            _("{n} customers are too many for one command", n=number),
            _("at most {most}: filter the list further, or do it in parts", most=MOST),
        )


def _each(
    desk: Desk,
    kind: str,
    keys: Sequence[str],
    change: "Callable[[Work, Customer], bool]",
    *,
    archived: bool = False,
) -> BulkDone:
    """Have `change` done to each of `keys` that is there and `archived` or not; nothing is written where nobody is."""
    from salestui.store.models import Customer

    wanted = list(dict.fromkeys(keys))
    checked_number(len(wanted))
    with desk.command(kind) as work:
        rows = work.rows(
            "SELECT id, archived_at IS NOT NULL AS archived FROM customer"
            " WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY code",
            ids=json.dumps(wanted),
        )
        ready = [row["id"] for row in rows if bool(row["archived"]) == archived]
        customers = [work.get(Customer, key) for key in ready]
        codes = [customer.code for customer in customers if change(work, customer)]
        done = BulkDone(
            0, len(codes), len(ready) - len(codes), archived=len(rows) - len(ready), gone=len(wanted) - len(rows)
        )
        if not codes:
            raise UsageError(_("nothing was changed"), left_alone(done, archived=archived))
        work.subject = codes[0] if len(codes) == 1 else f"{codes[0]} +{len(codes) - 1}"
    return BulkDone(work.seq, done.changed, done.same, done.archived, done.gone)


def left_alone(done: BulkDone, *, archived: bool = False) -> str:
    """Who was not changed, and why: "2 of 12 were archived meanwhile, left alone"; empty where all were.

    `archived` where archived ones were asked for: then those in use were left alone.
    """
    all_of_them = done.changed + done.same + done.archived + done.gone
    told = []
    if done.archived and archived:
        told.append(
            ngettext(
                "one of {all} was brought back meanwhile",
                "{n} of {all} were brought back meanwhile",
                done.archived,
                all=all_of_them,
            )
        )
    elif done.archived:
        told.append(
            ngettext(
                "one of {all} was archived meanwhile, left alone",
                "{n} of {all} were archived meanwhile, left alone",
                done.archived,
                all=all_of_them,
            )
        )
    if done.gone:
        told.append(
            ngettext("one of {all} is no longer there", "{n} of {all} are no longer there", done.gone, all=all_of_them)
        )
    if done.same:
        told.append(ngettext("one was so already", "{n} were so already", done.same))
    return "; ".join(told)
