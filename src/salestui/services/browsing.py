"""The customer list at any size, for a screen: keys in order once, rows a page at a time. Reads only."""

from collections.abc import Sequence

from salestui.domain.rows import CustomerRow
from salestui.domain.views import Filter, View
from salestui.services.desk import Desk
from salestui.services.narrowing import narrowing
from salestui.store.reads import customer_list
from salestui.store.reads.values import readable


def customer_keys(desk: Desk, view: View, *, text: str = "") -> Sequence[str]:
    """The keys of the customers of `view` that contain `text`, in its order; not to be changed."""
    return narrowing(desk).keys(desk, view, text)


def customer_page(desk: Desk, keys: Sequence[str]) -> dict[str, CustomerRow]:
    """The rows of a page of keys."""
    return customer_list.page(desk.reader, keys)


def customer_count(desk: Desk, filter: Filter) -> int:  # noqa: A002 - what it is
    """How many customers a filter leaves."""
    return customer_list.count(desk.reader, filter, desk.now())


def listed_customers(desk: Desk, view: View, *, limit: int, customer: str | None = None) -> list[CustomerRow]:
    """The first `limit` rows of a view (-1: all); with `customer`, as typed, only that one. Raises NotFoundError."""
    from salestui.services.naming import customer_named

    key = None if customer is None else customer_named(desk, customer).id
    return customer_list.listed(desk.reader, view, desk.now(), limit=limit, customer=key)


def listed_profiles(
    desk: Desk, view: View, *, limit: int, customer: str | None = None
) -> list[tuple[CustomerRow, dict[str, object]]]:
    """As `listed_customers`, each row with the customer's whole profile by field id."""
    from salestui.services.naming import customer_named
    from salestui.services.prefilling import profile_of

    key = None if customer is None else customer_named(desk, customer).id
    wholes = customer_list.wholes(desk.reader, view, desk.now(), limit=limit, customer=key)
    return readable(desk.reader, wholes, lambda whole: (whole[0], profile_of(desk, whole[1])))


def values_in_use(desk: Desk, field: str) -> list[str]:
    """Every value of a text field of customers (`region`, `industry`), sorted."""
    return customer_list.values_of(desk.reader, field)
