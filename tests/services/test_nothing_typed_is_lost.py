"""Whatever two people type into forms on one file: every word stands, or its fate is known and somebody chose it.

Each text typed is unlike any other, so that the machine can follow it: into the record, into a conflict that was shown,
under a later value whose writer had seen it, out again by an undo of whoever wrote it. Search agrees with what stands.
SALESTUI_LONG_RUN=N multiplies the number of examples and draws them at random.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from salestui import i18n
from salestui.errors import ArchivedError, ConflictError, GoneError, SalestuiError, StoreError, UsageError
from salestui.services import finding
from salestui.services.customers import add_customer
from salestui.services.desk import Desk
from salestui.services.follow_ups import log_follow_up
from salestui.services.merging import Seen, seen_of, standing
from salestui.services.records import add, archive, change
from salestui.services.undoing import redo, undo
from salestui.store import driver
from salestui.store.undo import PutBack
from tests.store.desks import Clock, assert_log_tells_the_tables, desk_on, last_seq

Outcome = TypeVar("Outcome")

_LONG = int(os.environ.get("SALESTUI_LONG_RUN", "0"))
_IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a real file all the same, without the disk

_WHO = st.sampled_from(("Li", "Wang"))
_PLACE = st.integers(0, 3)  # which of the records there are, counted round
_RECORD = st.sampled_from((("customer", 0), ("customer", 0), ("customer", 1), ("contact", 0), ("contact", 2)))
_FIELDS = st.lists(st.integers(0, 5), min_size=1, max_size=3)
_CHOICE = st.sampled_from(("mine", "theirs", "mine", "theirs", "edit"))
_TYPED = {
    "customer": ("name", "region", "industry", "note", "employees", "tags"),
    "contact": ("name", "title", "mobile"),
}
_ANSWERS = st.fixed_dictionaries({name: _CHOICE for names in _TYPED.values() for name in names})
_SEARCHED = {("customer", "name"), ("customer", "tags"), ("contact", "name"), ("contact", "mobile")}
_STANDING = (  # every place where a typed text can stand: (table, column)
    *(("customer", name) for name in _TYPED["customer"] if name != "tags"),
    *(("contact", name) for name in _TYPED["contact"]),
    ("follow_up", "content"),
)
_TAGS = (
    "SELECT tag.name AS text, customer_id AS customer FROM customer_tag JOIN tag ON tag.id = tag_id"
    " WHERE tag.name LIKE 'typed%'"
)


@dataclass
class _Form:
    """An open form: what it has shown, and what has been typed into it."""

    entity: str
    key: str
    seen: Seen
    typed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Left:
    """What a command of somebody did to typed texts."""

    wrote: frozenset[str]
    took: frozenset[str]


@cache
def _stock() -> Path:
    """Two customers with a contact each, made once."""
    file = Path(tempfile.mkdtemp(dir=_IN_MEMORY)) / "stock.db"
    atexit.register(shutil.rmtree, file.parent)
    with desk_on(file, "Chen", now=Clock()) as chen:  # whose commands neither of the two undoes
        for name in ("Li", "Wang"):
            add(chen, "owner", {"name": name})
        for name in ("海明科技", "重庆重工"):
            add(chen, "contact", {"customer": add_customer(chen, {"name": name, "tags": "vip"}).ref, "name": "张总"})
    return file


class TwoAtTheirForms(RuleBasedStateMachine):
    """Li and Wang, each with one form at a time."""

    def __init__(self) -> None:
        super().__init__()
        i18n.use("en")
        self.folder = Path(tempfile.mkdtemp(dir=_IN_MEMORY))
        file = self.folder / "desk.db"
        shutil.copyfile(_stock(), file)
        file.chmod(0o600)
        self.clock = Clock()
        self.desks = {who: desk_on(file, who, now=self.clock) for who in ("Li", "Wang")}
        self.look = driver.connect(file, write=False)
        self.forms: dict[str, _Form] = {}
        self.count = 0
        self.fate: dict[str, str] = {}  # text → what became of it
        self.owner: dict[str, str] = {}  # text → who typed it
        self.field: dict[str, tuple[str, str]] = {}  # text → (entity, field)
        self.done: dict[int, _Left] = {}  # by place in the log

    def teardown(self) -> None:
        """Give everything back."""
        self.look.close()
        for desk in self.desks.values():
            desk.close()
        shutil.rmtree(self.folder)

    # ── what must be true whatever happened ──────────────────────────────────────────────────────────────────────

    @invariant()
    def every_text_stands_or_somebody_chose_that_it_does_not(self) -> None:
        assert {text for text, fate in self.fate.items() if fate == "stands"} == set(self._standing())

    @invariant()
    def what_is_typed_is_in_its_form(self) -> None:
        held = {text for form in self.forms.values() for text in self._texts(form)}
        assert {text for text, fate in self.fate.items() if fate == "typed"} <= held

    @invariant()
    def the_log_tells_the_tables(self) -> None:
        assert_log_tells_the_tables(self.look)

    # ── following texts ──────────────────────────────────────────────────────────────────────────────────────────

    def _new_text(self, who: str, entity: str, name: str) -> str:
        self.count += 1
        text = {"employees": str(1_000_000 + self.count), "mobile": f"139{self.count:08d}"}.get(
            name, f"typed {self.count:05d} 海"
        )
        self.owner[text], self.field[text], self.fate[text] = who, (entity, name), "typed"
        return text

    def _texts(self, form: _Form) -> Iterator[str]:
        for name, text in form.typed.items():
            yield from (each for each in text.split(", ") if each in self.fate) if name == "tags" else (text,)

    def _standing(self) -> dict[str, str]:
        """Typed text → the key of the customer for whom it stands."""
        found: dict[str, str] = {}
        for table, column in _STANDING:
            customer = "id" if table == "customer" else "customer_id"
            for row in self.look.execute(f'SELECT {column} AS text, {customer} AS customer FROM "{table}"'):
                if str(row["text"]) in self.fate:
                    found[str(row["text"])] = row["customer"]
        return found | {row["text"]: row["customer"] for row in self.look.execute(_TAGS)}

    def _do(self, command: Callable[[], Outcome], may_go: Callable[[Outcome], dict[str, str]] = lambda _: {}) -> None:
        """Do something. `may_go`: the texts that its outcome may take from the record, each with the reason why."""
        before, head = set(self._standing()), last_seq(self.look)
        try:
            outcome = command()
        except StoreError:
            raise
        except SalestuiError:
            assert set(self._standing()) == before
            assert last_seq(self.look) == head
            raise
        after, reasons = set(self._standing()), may_go(outcome)
        for text in before - after:
            assert text in reasons, f"{text} of {self.owner[text]} vanished in silence"
            self.fate[text] = reasons[text]
        for text in after - before:
            self.fate[text] = "stands"
        self.done[last_seq(self.look)] = _Left(frozenset(after - before), frozenset(before - after))

    def _key(self, entity: str, place: int) -> str:
        rows = self.look.execute(f'SELECT id FROM "{entity}" ORDER BY id').fetchall()
        return str(rows[place % len(rows)][0])

    # ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────

    @rule(who=_WHO, record=_RECORD, places=_FIELDS)
    def something_is_typed(self, who: str, record: tuple[str, int], places: list[int]) -> None:
        """Into the form that is open, else into one that is opened."""
        form = self.forms.get(who)
        if form is None:
            key = self._key(*record)
            form = self.forms[who] = _Form(record[0], key, seen_of(self.desks[who], record[0], key))
        for place in places:
            self._type(who, form, _TYPED[form.entity][place % len(_TYPED[form.entity])])

    def _type(self, who: str, form: _Form, name: str) -> None:
        text = self._new_text(who, form.entity, name)
        if name == "tags":
            held = form.typed.get("tags", form.seen.values.get("tags", ""))
            form.typed["tags"] = ", ".join([*filter(None, held.split(", ")), text])
            return
        if form.typed.get(name) in self.fate:
            self.fate[form.typed[name]] = "typed over in the form"
        form.typed[name] = text

    @rule(who=_WHO, record=_RECORD, mine=_FIELDS, theirs=_FIELDS, answers=_ANSWERS)
    def both_at_once(
        self, who: str, record: tuple[str, int], mine: list[int], theirs: list[int], answers: dict[str, str]
    ) -> None:
        """What a team does all day: two forms on one record, both typed in, saved one after the other."""
        other = "Wang" if who == "Li" else "Li"
        self.something_is_typed(who, record, mine)
        self.something_is_typed(other, record, theirs)
        self.a_form_is_saved(other, answers)
        self.a_form_is_saved(who, answers)

    @rule(who=_WHO)
    def a_tag_is_taken_away(self, who: str) -> None:
        form = self.forms.get(who)
        if form is not None and form.entity == "customer":
            first, *rest = form.typed.get("tags", form.seen.values.get("tags", "")).split(", ")
            form.typed["tags"] = ", ".join(rest)
            if self.fate.get(first) == "typed":
                self.fate[first] = "taken away in the form"

    @rule(who=_WHO)
    def a_form_follows_the_record(self, who: str) -> None:
        """As a form does once another session has written: fields nobody typed in show what stands."""
        form = self.forms.get(who)
        if form is not None:
            now = standing(self.desks[who], form.entity, form.key, form.seen)
            names = {*form.seen.values, *now.values} if now.values else set()
            fresh = {name: now.values.get(name, "") for name in names if name not in form.typed}
            form.seen = form.seen.with_values(fresh)

    @rule(who=_WHO)
    def a_form_is_left(self, who: str) -> None:
        form = self.forms.pop(who, None)
        for text in self._texts(form) if form is not None else ():
            if self.fate[text] == "typed":
                self.fate[text] = "left"

    @rule(who=_WHO, answers=_ANSWERS)
    def a_form_is_saved(self, who: str, answers: dict[str, str]) -> None:
        form = self.forms.get(who)
        if form is None or not form.typed:
            return
        while True:
            try:
                self._save(who, form)
            except ConflictError as refused:
                if not self._answered(form, refused, answers):
                    return  # back in the form
            except ArchivedError as refused:
                self._bring_back(who, refused)
            except GoneError:
                self._lost_its_record(form)
                del self.forms[who]
                return
            else:
                del self.forms[who]
                return
            if not form.typed:  # theirs throughout
                del self.forms[who]
                return

    def _save(self, who: str, form: _Form) -> None:
        """Only what this form has shown may be written over."""
        shown = {name: form.seen.values.get(name, "") for name in form.typed}
        kept = form.typed.get("tags", "").split(", ")
        overwritten = {text for name, text in shown.items() if name != "tags"}
        overwritten |= {tag for tag in shown.get("tags", "").split(", ") if tag not in kept}
        reasons = dict.fromkeys(overwritten, f"written over by {who}, who had seen it")
        typed = [text for text in self._texts(form) if self.fate[text] == "typed"]
        self._do(lambda: change(self.desks[who], form.entity, form.key, form.typed, form.seen), lambda _: reasons)
        assert set(typed) <= set(self._standing())

    def _bring_back(self, who: str, refused: ArchivedError) -> None:
        self._do(lambda: archive(self.desks[who], refused.entity, refused.key, back=True))

    def _answered(self, form: _Form, refused: ConflictError, asked: dict[str, str]) -> bool:
        """Choose for each field, having seen both values; whether to save again."""
        for each in refused.conflicts:
            assert each.mine == form.typed[each.field]
            assert each.theirs != each.base
            assert each.theirs == "" or each.by is not None
            if asked[each.field] == "theirs":
                self.fate[form.typed.pop(each.field)] = "theirs was chosen"
        form.seen = form.seen.with_values({each.field: each.theirs for each in refused.conflicts})
        return all(asked[each.field] != "edit" for each in refused.conflicts)

    def _lost_its_record(self, form: _Form) -> None:
        for text in self._texts(form):
            if self.fate[text] == "typed":
                self.fate[text] = "told that the record is gone"

    # ── the rest of a day ────────────────────────────────────────────────────────────────────────────────────────

    @rule(who=_WHO, place=_PLACE, what=st.sampled_from(("customer", "contact", "follow-up", "archive", "back")))
    def something_else_is_done(self, who: str, place: int, what: str) -> None:
        match what:
            case "customer":
                self._a_customer_is_added(who)
            case "contact":
                self._a_contact_is_added(who, place)
            case "follow-up":
                self._a_follow_up_is_logged(who, place)
            case _:
                self._a_customer_is_archived_or_brought_back(who, place, back=what == "back")

    def _a_customer_is_added(self, who: str) -> None:
        typed = {name: self._new_text(who, "customer", name) for name in ("name", "region", "tags")}
        self._do(lambda: add_customer(self.desks[who], typed))

    def _a_contact_is_added(self, who: str, place: int) -> None:
        code = self._code(self._key("customer", place))
        typed = {name: self._new_text(who, "contact", name) for name in ("name", "mobile")}
        try:
            self._do(lambda: add(self.desks[who], "contact", {"customer": code, **typed}))
        except ArchivedError:
            self.fate |= dict.fromkeys(typed.values(), "told that the customer is archived")

    def _code(self, key: str) -> str:
        return str(self.look.execute("SELECT code FROM customer WHERE id = ?", (key,)).fetchone()[0])

    def _a_follow_up_is_logged(self, who: str, place: int) -> None:
        code = self._code(self._key("customer", place))
        text = self._new_text(who, "follow_up", "content")
        try:
            self._do(lambda: log_follow_up(self.desks[who], code, {"method": "phone", "content": text}))
        except ArchivedError:
            self.fate[text] = "told that the customer is archived"

    def _a_customer_is_archived_or_brought_back(self, who: str, place: int, back: bool) -> None:
        key = self._key("customer", place)
        with suppress(UsageError):  # it is so already
            self._do(lambda: archive(self.desks[who], "customer", key, back=back))

    @rule(who=_WHO, way=st.sampled_from((undo, undo, redo)))
    def something_is_put_back(self, who: str, way: Callable[[Desk], PutBack]) -> None:
        """Undo takes only what its command wrote; redo only what that command had knowingly written over."""
        with suppress(UsageError):  # nothing to put back
            self._do(lambda: way(self.desks[who]), lambda back: self._gone_by(who, way, back))

    def _gone_by(self, who: str, way: Callable[[Desk], PutBack], back: PutBack) -> dict[str, str]:
        left = self.done[back.first]
        if way is undo:
            return dict.fromkeys(left.wrote, f"undone by {who}")
        return dict.fromkeys(left.took, f"written over by {who} again")

    @precondition(lambda self: any(self.field[text] in _SEARCHED for text in self.fate))
    @rule(who=_WHO, place=st.integers(0, 10_000))
    def a_text_is_searched_for(self, who: str, place: int) -> None:
        """Search finds the customer by what stands in sight, and nobody by what does not."""
        texts = sorted(text for text in self.fate if self.field[text] in _SEARCHED)
        self._search(who, texts[place % len(texts)])

    @precondition(lambda self: any(self.field[text][0] == "follow_up" for text in self.fate))
    @rule(who=_WHO, place=st.integers(0, 10_000))
    def what_was_said_is_searched_for(self, who: str, place: int) -> None:
        texts = sorted(text for text in self.fate if self.field[text][0] == "follow_up")
        text = texts[place % len(texts)]
        found = [each.text for each in finding.find(self.desks[who], text, 10) if each.kind == "follow_up"]
        assert found == ([text] if text in self._standing() else [])

    def _search(self, who: str, text: str) -> None:
        key = self._standing().get(text)
        found = [each.ref for each in finding.find(self.desks[who], text, 10) if each.kind == "customer"]
        in_sight = "SELECT code FROM customer WHERE id = ? AND archived_at IS NULL"
        assert found == [row["code"] for row in self.look.execute(in_sight, (key,))]


TestTwoAtTheirForms = TwoAtTheirForms.TestCase
TestTwoAtTheirForms.settings = settings(
    max_examples=80 * max(1, _LONG),
    stateful_step_count=40,
    derandomize=not _LONG,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
