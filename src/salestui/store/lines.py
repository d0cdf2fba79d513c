"""One narrow row for each customer: all that the customer list is sorted and filtered by. Derived.

The customers' own table is wide, and the newest contact and the next date lie in others: a list of 100,000 that reads
those takes 90–170 ms, one that reads these 10–25.
"""

import json
from collections.abc import Sequence

from salestui.store.driver import Connection

_OF_CUSTOMER = "code, name, grade, segment, care, stage, owner, region, industry, created_at, archived_at"
_FOUND = "last_contact, next_due, tagged"
_COLUMNS = f"{_OF_CUSTOMER}, {_FOUND}".split(", ")
_REFRESH = f"""
    INSERT INTO customer_line (customer_id, {_OF_CUSTOMER}, {_FOUND})
    SELECT id, {_OF_CUSTOMER},
      (SELECT max(contacted_at) FROM follow_up WHERE customer_id = customer.id AND archived_at IS NULL),
      (SELECT min(due_at) FROM clock WHERE customer_id = customer.id AND kind = 'follow_up' AND stopped_at IS NULL),
      EXISTS (SELECT 1 FROM customer_tag WHERE customer_id = customer.id)
    FROM customer WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id
    ON CONFLICT (customer_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}"""


def refresh_lines(connection: Connection, customers: Sequence[str]) -> None:
    """Make the lines of `customers` (ids) anew, by their clocks as they stand.

    The line of one that is gone stays until `search.index_customers` takes it away, which needs its number.
    """
    connection.execute(_REFRESH, (json.dumps(customers),))
