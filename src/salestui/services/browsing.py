"""The customer list at any size, for a screen: keys in order once, rows a page at a time. Reads only."""

from collections.abc import Sequence

from salestui.domain.rows import CustomerRow
from salestui.services.desk import Desk
from salestui.store.reads import customer_list
from salestui.store.reads.customer_list import Sort as Sort  # the face of the list to screens


def customer_keys(desk: Desk, *, sort: Sort, text: str = "") -> list[str]:
    """The keys of all customers that contain `text`, in order."""
    return customer_list.keys(desk.reader, sort=sort, text=text)


def customer_page(desk: Desk, keys: Sequence[str]) -> dict[str, CustomerRow]:
    """The rows of a page of keys."""
    return customer_list.page(desk.reader, keys)
