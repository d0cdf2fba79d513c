"""The customer list at any size, for a screen: keys in order once, rows a page at a time. Reads only."""

from collections.abc import Sequence

from salestui.domain.rows import CustomerRow
from salestui.services.desk import Desk
from salestui.services.narrowing import narrowing
from salestui.store.reads import customer_list
from salestui.store.reads.customer_list import Sort as Sort  # the face of the list to screens


def customer_keys(desk: Desk, *, sort: Sort, text: str = "") -> Sequence[str]:
    """The keys of all customers that contain `text`, in order; not to be changed."""
    return narrowing(desk).keys(desk, sort, lambda: customer_list.keys(desk.reader, sort=sort), text)


def customer_page(desk: Desk, keys: Sequence[str]) -> dict[str, CustomerRow]:
    """The rows of a page of keys."""
    return customer_list.page(desk.reader, keys)
