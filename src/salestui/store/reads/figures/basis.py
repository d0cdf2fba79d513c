"""What a basis is: one SELECT of records, with what each gives to numerator and denominator of a figure.

Columns of every basis: `k` (which span), `key` (of the record), `at` (ms), `owner`, `part`, `rule`, `currency`, `num`,
`den` (NULL: nothing is divided). `{customers}`, `{owner}` and `{deals}` are filled in with the scope.
"""

from dataclasses import dataclass

from salestui.store.daily import Daily


@dataclass(frozen=True, slots=True)
class Rolled:
    """A basis from the daily roll-up: which of its numbers are above, which below the line, and what the part means."""

    above: Daily
    below: Daily | None = None
    part: str = "''"
    currency: str = "NULL"
    less: Daily | None = None  # taken from what is above
    since: str = "daily.day >= span.first"
    until: str = "daily.day < span.after"
    rest: str = ""  # what the roll-up cannot tell: another SELECT

    @property
    def sql(self) -> str:
        """As a basis is written."""
        read = ", ".join(f"'{each}'" for each in (self.above, self.below, self.less) if each is not None)
        less = f" WHEN '{self.less}' THEN -daily.n" if self.less else ""
        below = f"CASE daily.figure WHEN '{self.below}' THEN daily.n ELSE 0 END" if self.below else "NULL"
        rest = f"UNION ALL {self.rest}" if self.rest else ""
        return f"""
            SELECT span.k, nullif(daily.owner, '') AS owner, {self.part} AS part, '' AS rule,
              {self.currency} AS currency,
              CASE daily.figure WHEN '{self.above}' THEN daily.n{less} ELSE 0 END AS num, {below} AS den
            FROM span CROSS JOIN daily
            WHERE daily.figure IN ({read}) AND {self.since} AND {self.until} AND {{daily_owner}} {rest}"""


@dataclass(frozen=True, slots=True)
class Basis:
    """The records of a figure. `sums`: another SELECT that counts the same faster, for sums alone."""

    entity: str
    sql: str
    customer: str  # the column that names the customer
    owner: str | None = None  # the column of the owner; None: the customer's
    sums: str | None = None
    rolled: Rolled | None = None  # the sums from the daily roll-up, where all customers are asked for
    split: tuple[str, ...] = ()  # which of part, rule and currency differ from record to record
    at_once: bool = False  # what every span asks for is found once for all of them
    owner_apart: bool = False  # the owner stands in the record itself, and in no row of the basis
    customers_owner: str | None = None  # the column that holds the customer's owner, where archived ones are left out
    by_first_order: "Basis | None" = None  # instead, where the settings make a customer new by its first order

    @property
    def of_customers(self) -> bool:
        """Whether customers are what is counted."""
        return self.owner is None
