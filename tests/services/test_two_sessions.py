"""Two people at one record: what merges, what is asked, what is told; nothing typed is ever lost in silence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest

from salestui.domain.instants import from_ms
from salestui.errors import (
    ArchivedError,
    Conflict,
    ConflictError,
    GoneError,
    InvalidValueError,
    SalestuiError,
    UsageError,
)
from salestui.services import customers, follow_ups, inquiries, merging, records, tasks
from salestui.services.desk import Desk
from salestui.services.merging import Seen, seen_of
from salestui.services.naming import record_named
from salestui.services.prefilling import typed_record
from salestui.services.undoing import undo
from tests.conftest import Clock

CHANGED = ("customer", "contact", "task", "follow_up", "inquiry")


@dataclass
class Two:
    """Two desks on one file, and a key of each kind of record in it."""

    li: Desk
    wang: Desk
    keys: dict[str, str]

    def open(self, entity: str) -> Seen:
        """Li opens a form."""
        return seen_of(self.li, entity, self.keys[entity])

    def li_saves(self, entity: str, typed: Mapping[str, str], seen: Seen) -> records.Saved:
        """Li saves what a form holds."""
        return records.change(self.li, entity, self.keys[entity], typed, seen)

    def wang_writes(self, entity: str, typed: Mapping[str, str]) -> records.Saved:
        """Wang states values, as on the command line."""
        return records.change(self.wang, entity, self.keys[entity], typed)

    def stands(self, entity: str) -> dict[str, str]:
        """The record as a form would show it."""
        return typed_record(self.li, entity, self.keys[entity])

    def head(self) -> int:
        """The newest command."""
        return int(self.li.reader.execute("SELECT max(seq) FROM command").fetchone()[0])


@pytest.fixture
def two(open_at: Callable[..., Desk]) -> Two:
    """Li and Wang at a file with one customer and one of everything that belongs to it."""
    li = open_at()
    for name in ("Wang", "Zhao"):
        records.add(li, "owner", {"name": name})
    code = customers.add_customer(li, {"name": "海明科技", "region": "east", "grade": "B", "tags": "old, vip"}).ref
    refs = {
        "customer": code,
        "contact": records.add(li, "contact", {"customer": code, "name": "张总", "mobile": "138 0013 8000"}).ref,
        "inquiry": inquiries.receive_inquiry(li, code, {"kind": "complaint", "text": "broken"}).ref,
        "task": tasks.add_task(li, {"action": "demo", "customer": code}).ref,
        "follow_up": follow_ups.log_follow_up(
            li, code, {"method": "phone", "content": "rang", "next_at": "+3d"}, answers="none"
        ).ref,
    }
    keys = {entity: record_named(li, ref)[1] for entity, ref in refs.items()}
    return Two(li, open_at(owner="Wang"), keys)


# ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────

FIELDS = [  # record, field, mine, theirs, mine in another spelling
    ("customer", "region", "north", "west", " north "),
    ("customer", "name", "海茗科技", "Haiming", "海茗科技 "),
    ("customer", "grade", "A", "C", "高优先级"),
    ("customer", "stage", "active", "lost", "合作中"),
    ("customer", "annual_revenue", "120万", "USD 1,200,000", "1,200,000 CNY"),
    ("customer", "employees", "120", "130", "120人"),
    ("customer", "source_channel", "trade_fair", "livestream", "线下展会"),
    ("customer", "core_needs", "price; service", "price", "price；service"),
    ("customer", "satisfaction", "80", "90", "80"),
    ("customer", "profile_reviewed_at", "2024-05-08", "2024-05-09", "05-08"),
    ("customer", "owner", "Zhao", "Wang", "Zhao "),
    ("customer", "note", "mine\nin two lines", "theirs", "mine\nin two lines\n"),
    ("customer", "next_at", "2024-05-20 10:00", "2024-05-21", "2024-05-20 10:00"),
    ("contact", "mobile", "139 0000 0000", "137 0000 0000", "139 0000 0000 "),
    ("contact", "decision_role", "decision_maker", "technical", "决策人"),
    ("inquiry", "text", "line stopped", "broken again", "line stopped"),
    ("inquiry", "kind", "urgent", "objection", "紧急问题"),
    ("inquiry", "complex", "yes", "", "是"),
    ("follow_up", "content", "rang twice", "nobody there", "rang twice"),
    ("follow_up", "with", "张总", "李工", "张总 "),
    ("follow_up", "contact", "张总", "", "张总"),
    ("follow_up", "next_at", "2024-05-20", "2024-05-21 10:00", "05-20"),
    ("follow_up", "next_method", "visit", "demo", "上门拜访"),
    ("task", "progress", "40", "60", "40%"),
    ("task", "status", "doing", "dropped", "进行中"),
    ("task", "end", "2024-05-20", "2024-05-21 10:00", "05-20"),
    ("task", "milestone", "yes", "", "是"),
]
_BOTH = [case for case in FIELDS if case[3]]  # a field with two values cannot be changed by both to different ones


@pytest.mark.parametrize(("entity", "field", "mine", "theirs", "_again"), _BOTH, ids=lambda each: None)
def test_a_field_both_have_changed_is_a_conflict_with_both_values_and_nothing_is_written(
    two: Two, clock: Clock, entity: str, field: str, mine: str, theirs: str, _again: str
) -> None:
    seen = two.open(entity)
    base = seen.values.get(field, "")
    clock.move(timedelta(minutes=5))
    two.wang_writes(entity, {field: theirs})
    now, head = two.open(entity), two.head()
    with pytest.raises(ConflictError) as refused:
        two.li_saves(entity, {field: mine}, seen)
    (conflict,) = refused.value.conflicts
    assert conflict == Conflict(field, base, mine, now.values[field], "Wang", clock.now)
    assert conflict.theirs != base
    assert (two.open(entity).values, two.head()) == (now.values, head)


@pytest.mark.parametrize(("entity", "field", "mine", "_theirs", "again"), FIELDS, ids=lambda each: None)
def test_the_same_value_from_both_is_fine_and_written_once(
    two: Two, clock: Clock, entity: str, field: str, mine: str, _theirs: str, again: str
) -> None:
    seen = two.open(entity)
    clock.move(timedelta(minutes=5))
    two.wang_writes(entity, {field: again})
    stands = two.open(entity).values
    tables = "promise", "satisfaction_score", "grade_change", "stage_change"

    def rows() -> list[int]:
        return [two.li.reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]

    before = rows()
    saved = two.li_saves(entity, {field: mine}, seen)
    assert two.open(entity).values == stands
    assert rows() == before
    assert {each.field for each in saved.meanwhile} <= {"status"}  # which follows from the progress


@pytest.mark.parametrize(("entity", "field", "mine", "theirs", "_again"), _BOTH, ids=lambda each: None)
def test_once_both_values_were_seen_mine_is_written_over_theirs(
    two: Two, clock: Clock, entity: str, field: str, mine: str, theirs: str, _again: str
) -> None:
    seen = two.open(entity)
    clock.move(timedelta(minutes=5))
    two.wang_writes(entity, {field: theirs})
    with pytest.raises(ConflictError) as refused:
        two.li_saves(entity, {field: mine}, seen)
    two.li_saves(entity, {field: mine}, seen.with_values({each.field: each.theirs for each in refused.value.conflicts}))
    after = two.open(entity)
    assert after.values.get(field) != seen.values.get(field)
    two.li_saves(entity, {field: mine}, after)  # no conflict: it stands as typed
    assert two.open(entity).values == after.values


def test_a_third_value_that_came_after_both_were_seen_asks_again(two: Two) -> None:
    seen = two.open("customer")
    two.wang_writes("customer", {"region": "west"})
    with pytest.raises(ConflictError) as refused:
        two.li_saves("customer", {"region": "north"}, seen)
    two.wang_writes("customer", {"region": "south"})
    with pytest.raises(ConflictError) as again:
        two.li_saves("customer", {"region": "north"}, seen.with_values({"region": refused.value.conflicts[0].theirs}))
    assert [(each.base, each.theirs) for each in again.value.conflicts] == [("west", "south")]


@pytest.mark.parametrize("entity", CHANGED)
def test_disjoint_fields_merge_and_the_answer_says_whose(two: Two, clock: Clock, entity: str) -> None:
    mine, theirs = {
        "customer": ({"region": "north"}, {"industry": "rail", "employees": "120", "tags": "vip"}),
        "contact": ({"title": "CEO"}, {"mobile": "139"}),
        "inquiry": ({"text": "line stopped"}, {"complex": "yes"}),
        "task": ({"action": "big demo"}, {"progress": "40"}),
        "follow_up": ({"content": "rang twice"}, {"feedback": "too dear", "next_at": "05-20"}),
    }[entity]
    seen = two.open(entity)
    clock.move(timedelta(minutes=5))
    two.wang_writes(entity, theirs)
    saved = two.li_saves(entity, mine, seen)
    assert {"Wang"} == {each.by for each in saved.meanwhile}
    assert {each.at for each in saved.meanwhile} == {clock.now}
    assert set(theirs) <= {each.field for each in saved.meanwhile}
    stands = two.open(entity).values
    assert {name: stands[name] for name in mine} == mine
    assert all(stands[name] != seen.values.get(name) for name in theirs)


def test_of_several_fields_only_those_in_conflict_are_asked_and_none_is_written(two: Two) -> None:
    seen = two.open("customer")
    two.wang_writes("customer", {"region": "west", "note": "theirs", "industry": "rail"})
    before = two.stands("customer")
    with pytest.raises(ConflictError, match="Wang has changed region, note meanwhile") as refused:
        two.li_saves("customer", {"region": "north", "note": "mine", "goals": "grow"}, seen)
    assert [each.field for each in refused.value.conflicts] == ["region", "note"]
    assert two.stands("customer") == before


def test_what_somebody_changed_and_put_back_is_no_change(two: Two) -> None:
    seen = two.open("customer")
    two.wang_writes("customer", {"region": "west"})
    undo(two.wang)
    assert two.li_saves("customer", {"region": "north"}, seen).meanwhile == ()
    assert two.stands("customer")["region"] == "north"


def test_what_was_put_back_after_both_were_seen_is_asked_about_too_with_who_put_it_back(two: Two) -> None:
    seen = two.open("customer")
    two.wang_writes("customer", {"region": "west"})
    seen = seen.with_values({"region": "west"})
    undo(two.wang)
    with pytest.raises(ConflictError) as refused:
        two.li_saves("customer", {"region": "north"}, seen)
    assert [(each.base, each.theirs, each.by) for each in refused.value.conflicts] == [("west", "east", "Wang")]


def test_a_field_retyped_as_it_was_does_not_write_over_another_value(two: Two) -> None:
    seen = two.open("customer")
    two.wang_writes("customer", {"region": "west"})
    two.li_saves("customer", {"region": "east "}, seen)
    assert two.stands("customer")["region"] == "west"


def test_an_undo_of_somebody_else_counts_as_their_change(two: Two) -> None:
    two.wang_writes("customer", {"region": "west"})
    seen = two.open("customer")
    undo(two.wang)
    with pytest.raises(ConflictError) as refused:
        two.li_saves("customer", {"region": "north"}, seen)
    assert [(each.theirs, each.by) for each in refused.value.conflicts] == [("east", "Wang")]


def test_the_command_line_states_values_and_writes_over_as_ever(two: Two) -> None:
    two.wang_writes("customer", {"region": "west"})
    assert customers.change_customer(two.li, two.keys["customer"], {"region": "north"}).meanwhile == ()
    assert two.stands("customer")["region"] == "north"


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [
        ("old, vip, new", "old, vip, fair", {"old", "vip", "fair", "new"}),
        ("vip", "old, vip, fair", {"vip", "fair"}),
        ("vip", "old", set()),
        ("old, vip, new", "old, vip, new", {"old", "vip", "new"}),
        ("", "old, vip, fair", {"fair"}),
        ("new", "", {"new"}),
    ],
)
def test_tags_are_a_set_to_which_both_add_and_from_which_both_take(
    two: Two, mine: str, theirs: str, stands: set[str]
) -> None:
    seen = two.open("customer")
    two.wang_writes("customer", {"tags": theirs})
    saved = two.li_saves("customer", {"tags": mine}, seen)
    assert set(two.stands("customer").get("tags", "").split(", ")) - {""} == stands
    assert [each.field for each in saved.meanwhile] == ["tags"]


def test_a_task_that_would_end_before_it_starts_by_both_changes_together_is_refused(two: Two) -> None:
    seen = two.open("task")
    two.wang_writes("task", {"end": "2024-05-20"})
    with pytest.raises(InvalidValueError, match="starts 2024-05-21 after its end 2024-05-20"):
        two.li_saves("task", {"start": "2024-05-21"}, seen)


def test_a_date_promised_in_another_follow_up_meanwhile_is_asked_about(two: Two) -> None:
    seen = two.open("customer")
    follow_ups.log_follow_up(two.wang, "C001", {"method": "phone", "content": "x", "next_at": "05-16"})
    with pytest.raises(ConflictError) as refused:
        two.li_saves("customer", {"next_at": "05-21"}, seen)
    assert [(each.theirs, each.by) for each in refused.value.conflicts] == [("2024-05-16", "Wang")]


# ── out of sight, or gone ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("entity", CHANGED)
def test_a_record_archived_meanwhile_is_not_written_to_and_its_key_is_given_to_bring_it_back(
    two: Two, entity: str
) -> None:
    seen, key = two.open(entity), two.keys[entity]
    name = {"customer": "region", "contact": "title", "inquiry": "text", "task": "note", "follow_up": "content"}[entity]
    records.archive(two.wang, entity, key)
    with pytest.raises(ArchivedError, match="archived meanwhile by Wang") as refused:
        two.li_saves(entity, {name: "typed"}, seen)
    assert (refused.value.entity, refused.value.key) == (entity, key)
    records.archive(two.li, entity, key, back=True)
    two.li_saves(entity, {name: "typed"}, seen)
    assert two.stands(entity)[name] == "typed"


def test_a_record_that_was_archived_when_it_was_opened_can_be_corrected(two: Two) -> None:
    records.archive(two.wang, "customer", two.keys["customer"])
    seen = two.open("customer")
    two.li_saves("customer", {"region": "north"}, seen)
    assert two.stands("customer")["region"] == "north"


def test_a_record_whose_making_was_undone_is_told_with_who_undid_it(two: Two) -> None:
    made = records.add(two.wang, "contact", {"customer": "C001", "name": "李工"})
    two.keys["contact"] = record_named(two.li, made.ref)[1]
    seen = two.open("contact")
    undo(two.wang)
    with pytest.raises(GoneError, match=f"{made.ref} is gone: Wang has undone"):
        two.li_saves("contact", {"mobile": "139"}, seen)
    gone = merging.standing(two.li, "contact", two.keys["contact"], seen).gone
    assert gone is not None
    assert gone.by == "Wang"


def test_what_would_be_written_for_a_customer_archived_meanwhile_names_it(two: Two) -> None:
    records.archive(two.wang, "customer", two.keys["customer"])
    with pytest.raises(ArchivedError) as refused:
        follow_ups.log_follow_up(two.li, "C001", {"method": "phone", "content": "rang"})
    assert refused.value.key == two.keys["customer"]


# ── other commands that go by what was seen ──────────────────────────────────────────────────────────────────────


def test_a_result_somebody_has_written_meanwhile_is_not_written_over(two: Two, clock: Clock) -> None:
    seen, key = two.open("inquiry"), two.keys["inquiry"]
    clock.move(timedelta(minutes=5))
    inquiries.resolve_inquiry(two.wang, key, "part sent", told=False)
    with pytest.raises(ConflictError) as refused:
        inquiries.resolve_inquiry(two.li, key, "credit note", told=True, seen=seen)
    assert refused.value.conflicts[0][:5] == ("result", "", "credit note", "part sent", "Wang")
    stands = two.li.reader.execute("SELECT result, customer_told_at FROM inquiry WHERE id = ?", (key,)).fetchone()
    assert tuple(stands) == ("part sent", None)
    seen = seen.with_values({"result": "part sent"})
    clock.move(timedelta(minutes=5))
    resolved = inquiries.resolve_inquiry(two.li, key, None, told=True, seen=seen)  # theirs was chosen
    assert (resolved.solved_at, resolved.told_at) == (clock.now - timedelta(minutes=5), clock.now)


def test_an_inquiry_solved_and_told_meanwhile_is_refused_with_what_was_told(two: Two) -> None:
    seen, key = two.open("inquiry"), two.keys["inquiry"]
    inquiries.resolve_inquiry(two.wang, key, "part sent", told=True)
    with pytest.raises(UsageError, match="solved and the customer told: 'part sent'"):
        inquiries.resolve_inquiry(two.li, key, "credit note", told=False, seen=seen)


def test_the_same_solution_from_both_is_one_solution(two: Two, clock: Clock) -> None:
    seen, key = two.open("inquiry"), two.keys["inquiry"]
    first = inquiries.resolve_inquiry(two.wang, key, "part sent", told=False)
    clock.move(timedelta(minutes=5))
    second = inquiries.resolve_inquiry(two.li, key, "part sent", told=True, seen=seen)
    assert (second.solved_at, second.told_at) == (first.solved_at, clock.now)


@pytest.mark.parametrize("answers", [None, "by ref"])
def test_a_follow_up_is_written_down_though_somebody_has_answered_meanwhile_and_that_is_told(
    two: Two, clock: Clock, answers: str | None
) -> None:
    lead = inquiries.receive_inquiry(two.li, "C001", {"kind": "lead", "text": "quote?"}).ref
    inquiries.resolve_inquiry(two.li, two.keys["inquiry"], "part sent", told=True)
    clock.move(timedelta(minutes=10))
    follow_ups.log_follow_up(two.wang, "C001", {"method": "phone", "content": "quoted"})
    clock.move(timedelta(minutes=10))
    logged = follow_ups.log_follow_up(
        two.li,
        "C001",
        {"method": "phone", "content": "quoted too"},
        answers=answers and lead,
        expected=[lead],
    )
    (told,) = logged.forestalled
    assert (told.ref, told.by, told.at) == (lead, "Wang", clock.now - timedelta(minutes=10))
    stopped = two.li.reader.execute("SELECT stopped_at FROM clock WHERE ref = ?", (lead,)).fetchone()[0]
    assert from_ms(stopped) == clock.now - timedelta(minutes=10)  # by the earlier contact
    assert two.li.reader.execute("SELECT 1 FROM follow_up WHERE content = 'quoted too'").fetchone()


def _solved(two: Two, ref: str) -> None:
    inquiries.resolve_inquiry(two.wang, record_named(two.wang, ref)[1], "part sent", told=True)


def _archived(two: Two, ref: str) -> None:
    records.archive(two.wang, "inquiry", record_named(two.wang, ref)[1])


def _undone(two: Two, ref: str) -> None:
    seq = two.wang.reader.execute("SELECT seq FROM command WHERE subject = ?", (ref,)).fetchone()[0]
    undo(two.wang, str(seq))


@pytest.mark.parametrize(("happens", "by"), [(_solved, "Wang"), (_archived, None), (_undone, None)])
def test_an_inquiry_that_waits_no_longer_for_another_reason_is_told_too(
    two: Two, happens: Callable[[Two, str], None], by: str | None
) -> None:
    ref = inquiries.receive_inquiry(two.li, "C001", {"kind": "complaint", "text": "again"}).ref
    happens(two, ref)
    logged = follow_ups.log_follow_up(
        two.li, "C001", {"method": "phone", "content": "rang"}, expected=[ref], answers="none"
    )
    assert [(each.ref, each.by) for each in logged.forestalled] == [(ref, by)]


def test_an_inquiry_that_still_waits_is_not_told_of(two: Two) -> None:
    ref = inquiries.receive_inquiry(two.li, "C001", {"kind": "lead", "text": "quote?"}).ref
    logged = follow_ups.log_follow_up(
        two.li, "C001", {"method": "phone", "content": "rang"}, expected=[ref], answers=ref
    )
    assert (logged.answered, logged.forestalled) == ((ref,), ())


ARCHIVING: dict[str, Callable[[Two], object]] = {
    "region": lambda two: two.wang_writes("customer", {"region": "west"}),
    "next at": lambda two: two.wang_writes("customer", {"next_at": "05-21"}),
    "new: inquiry": lambda two: inquiries.receive_inquiry(two.wang, "C001", {"kind": "urgent", "text": "stopped"}),
    "new: follow up": lambda two: follow_ups.log_follow_up(
        two.wang, "C001", {"method": "phone", "content": "x"}, answers="none"
    ),
    "new: contact": lambda two: records.add(two.wang, "contact", {"customer": "C001", "name": "李工"}),
}


@pytest.mark.parametrize("what", ARCHIVING)
def test_a_customer_others_have_written_for_meanwhile_is_not_archived_before_one_has_looked_again(
    two: Two, what: str
) -> None:
    seen, key = two.open("customer"), two.keys["customer"]
    ARCHIVING[what](two)
    with pytest.raises(UsageError, match=rf"changed since you looked.*{what}"):
        records.archive(two.li, "customer", key, seen=seen)
    records.archive(two.li, "customer", key, seen=two.open("customer"))


DOUBLES: dict[str, tuple[Callable[[Desk, Two], object], str]] = {  # done by both: what the second is told, or nothing
    "archive": (lambda desk, two: records.archive(desk, "customer", two.keys["customer"]), "is archived already"),
    "add an owner": (lambda desk, two: records.add(desk, "owner", {"name": "Sun"}), "the owner 'Sun' is there already"),
    "somebody new": (
        lambda desk, two: inquiries.receive_inquiry(desk, "YY", {"kind": "lead", "text": "?"}, new_customer={}),
        "is called 'YY' already",
    ),
    "the same code": (lambda desk, two: customers.add_customer(desk, {"name": "B", "code": "K7"}), "belongs to"),
    "answer by correcting": (
        lambda desk, two: follow_ups.change_follow_up(desk, two.keys["follow_up"], {"answers": two_ref(two)}),
        "answers .* already",
    ),
    "tell the result": (
        lambda desk, two: inquiries.resolve_inquiry(desk, two.keys["inquiry"], "sent", told=True),
        "solved and the customer told",
    ),
    "gone through": (
        lambda desk, two: customers.change_customer(desk, two.keys["customer"], {"profile_reviewed_at": "today"}),
        "",
    ),
    "finish": (lambda desk, two: tasks.finish_task(desk, two.keys["task"]), ""),
    "move": (lambda desk, two: tasks.move_task(desk, two.keys["task"], "doing"), ""),
    "withdraw the date": (
        lambda desk, two: customers.change_customer(desk, two.keys["customer"], {"next_at": ""}),
        "",
    ),
}


def two_ref(two: Two) -> str:
    """The ref of the inquiry."""
    return str(two.li.reader.execute("SELECT ref FROM inquiry").fetchone()[0])


@pytest.mark.parametrize("what", DOUBLES)
def test_done_by_both_it_is_done_once_and_the_second_is_told_or_changes_nothing(two: Two, what: str) -> None:
    do, told = DOUBLES[what]
    do(two.wang, two)
    head = two.head()
    if told:
        with pytest.raises(SalestuiError, match=told):
            do(two.li, two)
        assert two.head() == head
    else:
        do(two.li, two)
        changes = two.li.reader.execute("SELECT count(*) FROM change WHERE command_seq > ?", (head,)).fetchone()[0]
        assert changes == 0


# ── what a form is told while it is open ─────────────────────────────────────────────────────────────────────────


def test_others_changes_are_told_by_field_with_who_and_when_and_the_time_as_said_by_a_form(
    two: Two, clock: Clock
) -> None:
    seen = two.open("customer")
    assert merging.standing(two.li, "customer", two.keys["customer"], seen).changed == ()
    clock.move(timedelta(minutes=5))
    two.wang_writes("customer", {"tags": "new", "satisfaction": "80", "annual_revenue": "5万"})
    found = merging.standing(two.li, "customer", two.keys["customer"], seen)
    assert [(each.field, each.by, each.at) for each in found.changed] == [
        (name, "Wang", clock.now) for name in ("annual_revenue", "satisfaction", "tags")
    ]
    assert merging.meanwhile_told("customer", found.changed) == "Wang changed annual revenue, satisfaction, tags"
    assert merging.since_told(two.li, clock.now) == "just now"
    clock.move(timedelta(minutes=2))
    assert merging.since_told(two.li, found.changed[0].at) == "09:05"


def test_what_others_write_about_another_customer_is_not_told(two: Two) -> None:
    seen = two.open("customer")
    customers.add_customer(two.wang, {"name": "other", "tags": "new", "satisfaction": "10"})
    follow_ups.log_follow_up(two.wang, "other", {"method": "phone", "content": "x", "next_at": "+1d"})
    found = merging.standing(two.li, "customer", two.keys["customer"], seen)
    assert (found.changed, found.archived, found.gone) == ((), None, None)
