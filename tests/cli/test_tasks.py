"""`task …` on the command line: what repeats, what waits for what, what a move is told with."""

from collections.abc import Callable

import pytest

from tests.conftest import Ran, Shell

Made = Callable[..., str]


@pytest.fixture
def made(run: Shell) -> Made:
    """Adds a task; gives its ref."""

    def add(action: str, *options: str) -> str:
        return str(run.ok("task", "add", action, *options, "--format", "json").json["ref"])

    return add


def shown(run: Shell, ref: str) -> dict[str, object]:
    rows = run.ok("task", "list", "--all", "--format", "json").json
    return dict(next(row for row in rows if row["ref"] == ref))


def test_a_task_repeats_and_says_how(run: Shell) -> None:
    ran = run.ok(
        "task", "add", "system", "check", "--repeats", "monthly", "--start", "2024-05-31", "--end", "2024-05-31"
    )
    assert ran.out.startswith("S-")
    rows = run.ok("task", "list", "--format", "json").json
    assert [row["start"] for row in rows] == ["2024-05-31"]
    assert rows[0]["repeats"].startswith("FREQ=MONTHLY")
    assert "monthly" in run.ok("list", "tasks").out
    assert "monthly" in run.ok("show", rows[0]["ref"]).out


def test_the_tasks_of_the_next_weeks_are_there_when_the_desk_is_opened_to_write(run: Shell) -> None:
    run.ok("task", "add", "check", "--repeats", "weekly", "--start", "2024-05-13")
    run.ok("task", "add", "other", now="2024-06-01 09:00")
    days = [row["start"] for row in run.ok("task", "list", "--format", "json").json if row["action"] == "check"]
    assert days[-1] == "2024-07-01"
    assert run.commands().count("make_tasks") == 1
    run.ok("undo", now="2024-06-01 09:01")
    assert "other" not in run.ok("task", "list").out


def test_this_one_or_all_following(run: Shell) -> None:
    run.ok("task", "add", "check", "--repeats", "weekly x3", "--start", "2024-05-13")
    first, second, third = (row["ref"] for row in run.ok("task", "list", "--all", "--format", "json").json)
    run.ok("task", "change", first, "module=only this")
    run.ok("task", "change", second, "action=check and train", "--following")
    rows = run.ok("task", "list", "--format", "json").json
    assert [(row["action"], row["module"]) for row in rows] == [
        ("check", "only this"),
        ("check and train", None),
        ("check and train", None),
    ]
    assert third not in {row["ref"] for row in rows}


def test_a_series_is_ended_by_its_own_ref_or_by_one_of_its_tasks(run: Shell) -> None:
    series = run.ok("task", "add", "check", "--repeats", "weekly", "--format", "json", "--start", "2024-05-13").json[
        "ref"
    ]
    run.ok("task", "end-series", series, "--from", "2024-05-27")
    rows = run.ok("task", "list", "--format", "json").json
    assert [row["start"] for row in rows] == ["2024-05-13", "2024-05-20"]
    run.ok("task", "end-series", rows[0]["ref"], "--from", "2024-05-20")
    assert len(run.ok("task", "list", "--format", "json").json) == 1


def test_waiting_says_for_what_and_a_late_finish_says_why(run: Shell, made: Made) -> None:
    ref = made("demo", "--end", "2024-05-10")
    run.ok("task", "move", ref, "waiting", "--for", "the prices of head office")
    assert shown(run, ref)["waiting_for"] == "the prices of head office"
    run.ok("task", "done", ref, "--cause", "the customer was away", now="2024-05-14 10:00")
    row = shown(run, ref)
    assert (row["status"], row["progress"], row["delay_cause"]) == ("done", 100, "the customer was away")


def test_an_acceptor_accepts(run: Shell, made: Made) -> None:
    ref = made("demo", "--acceptor", "Wang")
    assert "waiting" in run.ok("task", "done", ref).out.lower()
    assert run("task", "accept", made("other")).code == 2
    run.ok("task", "accept", ref)
    assert shown(run, ref)["status"] == "done"


def test_a_slip_is_told_and_shifted_only_when_asked(run: Shell, made: Made) -> None:
    first = made("invite", "--start", "2024-05-13", "--end", "2024-05-15")
    second = made("design", "--start", "2024-05-16", "--end", "2024-05-17")
    assert run.ok("task", "depend", second, first, "--format", "json").json["depends_on"] == [first]
    said = run.ok("task", "change", first, "end=2024-05-20").out
    assert "one task would start later: design 05-21" in said
    assert f"salestui task shift {first}" in said
    assert shown(run, second)["start"] == "2024-05-16"
    assert "2024-05-16 → 2024-05-21" in run.ok("task", "shift", first).out
    assert (shown(run, second)["start"], shown(run, second)["end"]) == ("2024-05-21", "2024-05-22")
    assert run.commands()[-1] == "reschedule"
    assert "nothing" in run.ok("task", "shift", first).out
    assert first in run.ok("show", second).out
    run.ok("task", "undepend", second, first)
    assert first not in run.ok("show", second).out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("task", "add", "x", "--repeats", "often"), "often"),
        (("task", "depend", "{ref}", "{ref}"), "itself"),
        (("task", "undepend", "{ref}", "{ref}"), "does not wait"),
        (("task", "end-series", "{ref}"), "does not repeat"),
        (("task", "change", "{ref}"), "nothing to change"),
        (("task", "change", "{ref}", "action=x", "--following"), "does not repeat"),
        (("task", "change", "{ref}", "progress"), "FIELD=VALUE"),
        (("task", "accept", "{ref}"), "no acceptor"),
        (("task", "depend", "{ref}"), "ON is missing"),
        (("task", "move", "{ref}", "waiting", "--for"), "--for needs a value"),
    ],
)
def test_what_cannot_be_is_one_line_and_changes_nothing(
    run: Shell, made: Made, words: tuple[str, ...], named: str
) -> None:
    ref = made("demo")
    before = run.commands()
    ran: Ran = run(*(word.format(ref=ref) for word in words))
    assert (ran.code, len(ran.errors), ran.out) == (2, 1, "")
    assert named in ran.err
    assert run.commands() == before


def test_one_field_of_all_following_cannot_be_a_single_ones(run: Shell) -> None:
    run.ok("task", "add", "check", "--repeats", "weekly x3", "--start", "2024-05-13")
    ref = run.ok("task", "list", "--format", "json").json[0]["ref"]
    ran = run("task", "change", ref, "progress=40", "--following")
    assert (ran.code, "one task alone" in ran.err) == (2, True)
