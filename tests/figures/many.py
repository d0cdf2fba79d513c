"""Very many random events, and every figure counted again: `python -m tests.figures.many --events 10000 [--seed 1]`.

Three companies share the events: a leap year in Shanghai, one with a week 53 in New York, one with office hours.
Every figure, period and scope is compared, with the rows behind and the roll-up; leaves with 1 where two differ.
"""

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from salestui import i18n
from salestui.domain.figures import FIGURES
from salestui.store import driver
from tests.figures import asking
from tests.figures.comparing import company_of, disagreements, owners_disagreeing, rows_disagreeing
from tests.figures.events import open_play
from tests.figures.facts import Limit
from tests.figures.plans import OWNERS, PLANS, Plan
from tests.figures.working_time import limit_of
from tests.store.desks import assert_derived_follow_from_facts, assert_log_tells_the_tables

_SHOWN = 5  # of a figure


def compare(plan: Plan, limit: Limit, events: int, seed: int, folder: Path) -> int:
    """How many disagreements there are after so many events."""
    began = perf_counter()
    play = open_play(folder / "home", plan, seed)
    try:
        play.run(events)
        print(f"  {perf_counter() - began:6.1f} s  {play.happened.total():,} done, {play.refused.total():,} refused")
        began = perf_counter()
        company = company_of(play.desk, limit)
        asked = list(asking.all_of_it(play.desk, plan))
        found = [
            *disagreements(play.desk, company, asked, trends=False),
            *disagreements(play.desk, company, asking.a_few(play.desk, plan)),
            *rows_disagreeing(play.desk, company, asking.a_few(play.desk, plan)),
        ]
        for period in asking.periods(play.desk, plan):
            found += owners_disagreeing(play.desk, company, list(FIGURES), period, asking.ALL, OWNERS)
        wrong = len(found)
        print(f"  {perf_counter() - began:6.1f} s  {len(asked):,} figures, {wrong} differ")
        for figure, count in Counter(line.split()[0] for line in found).items():
            lines = [line for line in found if line.startswith(f"{figure} ")]
            print("\n".join((f"    {figure}: {count}", *(f"      {line}" for line in lines[:_SHOWN]))))
        connection = driver.connect(play.desk.paths.database, write=True)
        try:
            assert_log_tells_the_tables(connection)
            assert_derived_follow_from_facts(connection)
        finally:
            connection.close()
    finally:
        play.desk.close()
    return wrong


def main() -> None:
    """Play, compare, and leave with 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000, help="of the three companies together")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    i18n.use("en")
    wrong = 0
    for name, plan in PLANS.items():
        print(name)
        with tempfile.TemporaryDirectory(prefix="salestui-figures-") as folder:
            wrong += compare(plan, limit_of(plan), given.events // len(PLANS), given.seed, Path(folder))
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
