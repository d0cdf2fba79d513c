"""Drafts on the disk: written soon and whole, by one session, offered to others only once it is gone."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from salestui.errors import NotFoundError
from salestui.services import drafts
from salestui.services.drafts import Draft, FormKind, NotKeptError, Reopening, UnreadableDraftError, from_text, to_text
from salestui.services.keeping import Keeper, LeftDraft

AT = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
PATIENCE_S = 20.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def draft(home: Path, content: str, **also: str) -> Draft:
    return Draft(
        of=Reopening(FormKind.FOLLOW_UP, "customer-key", answering="I-7KQ2MD"),
        title="Follow-up: C017 海明科技",
        typed={"content": content, **also},
        opened_with={"content": "", **dict.fromkeys(also, "")},
        database=(home / "salestui.db").resolve(),
        opened_at=AT,
        written_at=AT + timedelta(minutes=3),
        at_field="content",
    )


@contextmanager
def keeper_at(home: Path, **given: object) -> Iterator[Keeper]:
    """A session; its pause is so long that only what hurries is written, unless one is given."""
    pause_s = given.pop("pause_s", 600.0)
    keeper = Keeper(home / "drafts", home / "salestui.db", pause_s=pause_s, **given)  # type: ignore[arg-type]
    try:
        yield keeper
    finally:
        keeper.close(PATIENCE_S)


def texts(home: Path) -> list[str]:
    """What the drafts on the disk hold, each checked to be whole."""
    return [drafts.read(path).typed["content"] for path in sorted((home / "drafts").glob("*.json"))]


def kept(keeper: Keeper, home: Path, content: str) -> str:
    key = keeper.new()
    keeper.keep(key, draft(home, content))
    assert keeper.flush(PATIENCE_S)
    return key


def leave(home: Path, content: str) -> None:
    """A session that ends with a draft."""
    with keeper_at(home) as keeper:
        kept(keeper, home, content)


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", ["Quote sent", "已发报价\n等回复", "\x1b]52;c;aGk=\x07 ‮ \ud800", "x" * 100_000, ""])
def test_a_draft_comes_back_as_it_was(home: Path, content: str) -> None:
    before = draft(home, content, next_at="+3d")
    assert from_text(to_text(before, "a session")) == before


def test_the_first_words_are_those_of_the_longest_text(home: Path) -> None:
    assert draft(home, "They want\n terms", method="phone").first_words == "They want terms"
    assert draft(home, "").first_words == ""


@pytest.mark.parametrize(
    ("text", "newer"),
    [
        ("", False),
        ('{"salestui_draft": 1', False),
        ("[]", False),
        ("{}", False),
        ('{"salestui_draft": "1"}', False),
        ('{"salestui_draft": 1}', False),
        ("[" * 100_000, False),
        ('{"salestui_draft": 2, "of": "another shape"}', True),
    ],
)
def test_what_is_no_draft_is_told_apart_from_a_newer_one(text: str, newer: bool) -> None:
    with pytest.raises(UnreadableDraftError) as refused:
        from_text(text)
    assert refused.value.newer is newer


@pytest.mark.parametrize(
    ("form", "customer", "record", "now"),
    [
        ("follow_up", "key", None, Reopening(FormKind.FOLLOW_UP, "key")),
        ("resolution", None, "I-000000", Reopening(FormKind.RESOLUTION, record="I-000000")),
        ("improvement", None, "key", Reopening(FormKind.IMPROVEMENT, record="key")),
        ("new_customer", None, None, Reopening(FormKind.NEW, entity="customer")),
        ("new_deal", "key", None, Reopening(FormKind.NEW, "key", entity="deal")),
        ("new_score", "key", None, Reopening(FormKind.NEW, "key", entity="satisfaction_score")),
        ("score", "whose", "key", Reopening(FormKind.RECORD, record="key", entity="satisfaction_score")),
        ("customer", "key", None, Reopening(FormKind.RECORD, "key", entity="customer")),
        ("contact", None, "N-000000", Reopening(FormKind.RECORD, record="N-000000", entity="contact")),
        ("record", None, "T-000000", Reopening(FormKind.RECORD, record="T-000000", entity="task")),
    ],
)
def test_a_draft_of_a_former_form_is_one_of_the_form_there_is_now(
    home: Path, form: str, customer: str | None, record: str | None, now: Reopening
) -> None:
    held = json.loads(to_text(draft(home, "x"), "s"))
    held["of"] = {"form": form, "customer": customer, "record": record, "answering": None}
    assert from_text(json.dumps(held)).of == now


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("of", {"form": "dance", "customer": None, "record": None, "answering": None}),
        ("of", "follow_up"),
        ("typed", {"content": 1}),
        ("typed", []),
        ("title", None),
        ("written_at", "2026-11-20T01:42:00"),  # naive
        ("written_at", "yesterday"),
        ("opened_at", 3),
    ],
)
def test_a_draft_with_a_wrong_value_is_unreadable_as_a_whole(home: Path, name: str, value: object) -> None:
    held = json.loads(to_text(draft(home, "x"), "s"))
    with pytest.raises(UnreadableDraftError):
        from_text(json.dumps({**held, name: value}))


@pytest.mark.skipif(os.name == "nt", reason="no such bits")
def test_only_its_owner_can_read_it(home: Path) -> None:
    folder = home / "drafts"
    folder.mkdir(mode=0o755)
    with keeper_at(home) as keeper:
        kept(keeper, home, "x")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        assert len(list(folder.iterdir())) == 2  # the draft and the lock


@pytest.mark.skipif(os.name == "nt", reason="no such links")
def test_a_link_laid_where_it_writes_is_not_followed(home: Path) -> None:
    victim = home / "victim"
    victim.write_text("mine")
    with keeper_at(home) as keeper:
        key = kept(keeper, home, "one")
        path = home / "drafts" / f"{key}.json"
        drafts.temporary_of(path).symlink_to(victim)
        path.unlink()
        path.symlink_to(victim)
        keeper.keep(key, draft(home, "two"))
        assert keeper.flush(PATIENCE_S)
        assert victim.read_text() == "mine"
        assert not path.is_symlink()
        assert texts(home) == ["two"]


@pytest.mark.skipif(os.name == "nt", reason="no such links")
def test_a_link_is_not_read_as_a_draft(home: Path) -> None:
    leave(home, "x")
    (path,) = (home / "drafts").glob("*.json")
    path.rename(home / "elsewhere.json")
    path.symlink_to(home / "elsewhere.json")
    with keeper_at(home) as keeper:
        left, unreadable = keeper.left()
    assert left == []
    assert [each.path for each in unreadable] == [path]
    assert path.is_symlink()


# ── soon, in order, whole ────────────────────────────────────────────────────────────────────────────────────────


def test_typing_without_a_rest_does_not_put_the_write_off(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writes: list[Path] = []
    real = drafts.write

    def counted(path: Path, text: str) -> None:
        real(path, text)
        writes.append(path)

    monkeypatch.setattr(drafts, "write", counted)
    with keeper_at(home, pause_s=0.05) as keeper:
        key, end, typed = keeper.new(), time.monotonic() + PATIENCE_S, 0
        while len(writes) < 3:  # whoever waits for a rest never writes
            assert time.monotonic() < end
            typed += 1
            keeper.keep(key, draft(home, "x" * (typed % 50 + 1)))


def test_the_pause_is_short_enough_for_the_promise_of_half_a_second() -> None:
    slow_write_s = 0.1  # two fsyncs of 50 ms
    from salestui.services.keeping import PAUSE_S

    assert slow_write_s + PAUSE_S + slow_write_s <= 0.5


def test_a_key_does_not_wait_for_the_disk_and_an_older_write_never_comes_last(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, go_on = threading.Event(), threading.Event()
    real = drafts.write

    def slow(path: Path, text: str) -> None:
        at_work.set()
        assert go_on.wait(PATIENCE_S)
        real(path, text)

    monkeypatch.setattr(drafts, "write", slow)
    with keeper_at(home, pause_s=0.0) as keeper:
        key = keeper.new()
        keeper.keep(key, draft(home, "old"))
        assert at_work.wait(PATIENCE_S)
        keeper.keep(key, draft(home, "newer"))
        keeper.keep(key, draft(home, "newest"))  # each returned while the first was being written
        assert not keeper.flush(0.0)
        go_on.set()
        assert keeper.flush(PATIENCE_S)
        assert texts(home) == ["newest"]


def test_what_was_saved_stays_gone_though_a_write_was_on_its_way(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, go_on = threading.Event(), threading.Event()
    real = drafts.write

    def slow(path: Path, text: str) -> None:
        at_work.set()
        assert go_on.wait(PATIENCE_S)
        real(path, text)

    monkeypatch.setattr(drafts, "write", slow)
    with keeper_at(home, pause_s=0.0) as keeper:
        key = keeper.new()
        keeper.keep(key, draft(home, "saved"))
        assert at_work.wait(PATIENCE_S)
        keeper.drop(key)
        keeper.keep(key, draft(home, "a late word of the closing form"))
        go_on.set()
        assert keeper.flush(PATIENCE_S)
        assert texts(home) == []


def test_a_form_emptied_again_leaves_no_draft_and_typed_into_again_one(home: Path) -> None:
    with keeper_at(home) as keeper:
        key = kept(keeper, home, "x")
        keeper.keep(key, None)
        assert keeper.flush(PATIENCE_S)
        assert texts(home) == []
        keeper.keep(key, draft(home, "y"))
        assert keeper.flush(PATIENCE_S)
        assert texts(home) == ["y"]


def test_closing_writes_what_waits(home: Path) -> None:
    with keeper_at(home) as keeper:
        keeper.keep(keeper.new(), draft(home, "the last words"))
    assert texts(home) == ["the last words"]
    assert [path.suffix for path in (home / "drafts").iterdir()] == [".json"]  # the lock is given back


def test_a_disk_that_does_not_answer_does_not_hold_up_the_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(drafts, "write", lambda _path, _text: never.wait(PATIENCE_S))
    keeper = Keeper(home / "drafts", home / "salestui.db")
    keeper.keep(keeper.new(), draft(home, "x"))
    started = time.monotonic()
    keeper.close(0.05)
    assert time.monotonic() - started < PATIENCE_S / 2
    never.set()
    keeper.close(PATIENCE_S)


# ── where it cannot be written ───────────────────────────────────────────────────────────────────────────────────


def full_disk(_handle: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_told_once_and_the_last_whole_draft_stays(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[NotKeptError] = []
    with keeper_at(home, tell=told.append) as keeper:
        key = kept(keeper, home, "while there was room")
        with monkeypatch.context() as patched:
            patched.setattr(drafts, "_sync", full_disk)
            for content in ("one", "two"):
                newest = draft(home, content)
                keeper.keep(key, newest)
                assert keeper.flush(PATIENCE_S)
                assert not keeper.is_kept(key, newest)
        assert texts(home) == ["while there was room"]
        assert [problem.message for problem in told] == [
            f"drafts cannot be kept in {home / 'drafts'}: No space left on device"
        ]
        newest = draft(home, "there is room again")
        keeper.keep(key, newest)
        assert keeper.flush(PATIENCE_S)
        assert keeper.is_kept(key, newest)
    assert texts(home) == ["there is room again"]


def test_a_folder_that_cannot_be_made_is_told_once(home: Path) -> None:
    (home / "drafts").write_text("a file is in the way")
    told: list[NotKeptError] = []
    with keeper_at(home, tell=told.append) as keeper:
        key = kept(keeper, home, "x")
        kept(keeper, home, "y")
        assert not keeper.is_kept(key, draft(home, "x"))
        assert keeper.left() == ([], [])
    assert len(told) == 1
    assert str(home / "drafts") in told[0].message


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such owners")
def test_nothing_is_written_into_somebody_elses_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "drafts").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: (home / "drafts").stat().st_uid + 1)
    told: list[NotKeptError] = []
    with keeper_at(home, tell=told.append) as keeper:
        kept(keeper, home, "x")
    assert list((home / "drafts").iterdir()) == []
    assert [problem.message.endswith("the folder belongs to somebody else") for problem in told] == [True]


# ── other sessions ───────────────────────────────────────────────────────────────────────────────────────────────

OTHER = """
import sys
from pathlib import Path
from salestui.services.drafts import from_text
from salestui.services.keeping import Keeper
home = Path(sys.argv[1])
keeper = Keeper(home / "drafts", home / "salestui.db", pause_s=0)
keeper.keep(keeper.new(), from_text(sys.argv[2]))
assert keeper.flush(20)
print("kept", flush=True)
sys.stdin.read()
keeper.close(20)
"""


@contextmanager
def other_session(home: Path, content: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(home), to_text(draft(home, content), "")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        try:
            assert process.stdout.readline() == "kept\n"
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()


def contents(left: list[LeftDraft]) -> list[str]:
    return [each.draft.typed["content"] for each in left]


def test_a_live_sessions_draft_is_not_offered_a_killed_ones_is(home: Path) -> None:
    with keeper_at(home) as keeper, other_session(home, "still typing") as other:
        assert keeper.left() == ([], [])
        other.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        other.wait()
        left, unreadable = keeper.left()
        assert (contents(left), unreadable) == (["still typing"], [])


def test_a_session_that_ends_well_leaves_its_draft_and_no_lock(home: Path) -> None:
    with other_session(home, "kept on purpose") as other:
        assert other.stdin is not None
        other.stdin.close()
        assert other.wait(PATIENCE_S) == 0
    with keeper_at(home) as keeper:
        assert contents(keeper.left()[0]) == ["kept on purpose"]
    assert not list((home / "drafts").glob("*.lock"))


def test_what_a_killed_session_left_is_cleared_away_with_its_last_draft(home: Path) -> None:
    with other_session(home, "x") as other:
        other.kill()
        other.wait()
    (path,) = (home / "drafts").glob("*.json")
    drafts.temporary_of(path).write_text("half a fi")
    with keeper_at(home) as keeper:
        (left,), _unreadable = keeper.left()
        assert not drafts.temporary_of(path).exists()
        keeper.throw_away(left)
        assert keeper.left() == ([], [])
        assert list((home / "drafts").iterdir()) == []


def test_my_own_draft_is_offered_once_no_form_has_it_in_hand(home: Path) -> None:
    with keeper_at(home) as keeper:
        key = kept(keeper, home, "x")
        assert keeper.left() == ([], [])
        keeper.lay_aside(key)
        (left,), _unreadable = keeper.left()
        assert keeper.take(left) == key
        assert keeper.left() == ([], [])


def test_a_draft_can_be_taken_by_one_session_only(home: Path) -> None:
    leave(home, "whose?")
    with keeper_at(home) as mine, keeper_at(home) as theirs:
        (left,), _unreadable = mine.left()
        (same,), _unreadable = theirs.left()
        key = mine.take(left)
        with pytest.raises(NotFoundError):
            theirs.take(same)
        with pytest.raises(NotFoundError):
            theirs.throw_away(same)
        assert theirs.left() == ([], [])  # my lock is over it now
        mine.drop(key)
        assert mine.flush(PATIENCE_S)
        assert texts(home) == []


def test_drafts_of_another_database_are_not_offered(home: Path) -> None:
    with keeper_at(home) as keeper:
        key = keeper.new()
        keeper.keep(key, replace(draft(home, "x"), database=(home / "other.db").resolve()))
        assert keeper.flush(PATIENCE_S)
    with keeper_at(home) as keeper:
        assert keeper.left() == ([], [])
    assert texts(home) == ["x"]


def test_the_newest_comes_first(home: Path) -> None:
    with keeper_at(home) as keeper:
        for minutes in (1, 3, 2):
            later = replace(draft(home, str(minutes)), written_at=AT + timedelta(minutes=minutes))
            keeper.keep(keeper.new(), later)
    with keeper_at(home) as keeper:
        assert contents(keeper.left()[0]) == ["3", "2", "1"]


# ── files that cannot be read ────────────────────────────────────────────────────────────────────────────────────


def spoil(home: Path, change: Callable[[str], str]) -> Path:
    leave(home, "x")
    (path,) = (home / "drafts").glob("*.json")
    path.write_text(change(path.read_text()))
    return path


def test_a_damaged_draft_is_set_aside_and_told_of_once_for_good(home: Path) -> None:
    path = spoil(home, lambda text: text[: len(text) // 2])
    aside = path.with_name(path.name + ".unreadable")
    with keeper_at(home) as keeper:
        left, unreadable = keeper.left()
        assert left == []
        assert [(each.path, each.reason) for each in unreadable] == [(aside, "it is damaged")]
        assert keeper.left() == ([], [])
    with keeper_at(home) as keeper:
        assert keeper.left() == ([], [])
    assert aside.exists()


def test_a_draft_of_a_newer_program_stays_for_it_and_is_told_of_once_a_session(home: Path) -> None:
    path = spoil(home, lambda text: text.replace('"salestui_draft": 1', '"salestui_draft": 2'))
    for _session in range(2):
        with keeper_at(home) as keeper:
            _left, unreadable = keeper.left()
            assert [(each.path, each.reason) for each in unreadable] == [(path, "a newer salestui wrote it")]
            assert keeper.left() == ([], [])
    assert path.exists()


def test_a_draft_put_back_from_a_backup_under_any_name_is_offered(home: Path) -> None:
    leave(home, "x")
    (path,) = (home / "drafts").glob("*.json")
    path.rename(path.with_name("from the backup.json"))
    with keeper_at(home) as keeper:
        (left,), _unreadable = keeper.left()
        keeper.take(left)
        assert contents([left]) == ["x"]
