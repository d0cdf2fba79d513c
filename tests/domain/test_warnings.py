"""R12: what warns early, from when on, and what makes it go away; at the exact borders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from salestui.domain.clocks import InquiryFacts, Score
from salestui.domain.rules import Rules
from salestui.domain.warnings import WarningSign, warning_signs
from salestui.domain.words import Care, Grade, InquiryKind, Stage, WarningKind
from tests.domain.test_clocks import CREATED, CUSTOMER, LAWS, at, law

ACTIVE = replace(CUSTOMER, stage=Stage.ACTIVE, care=Care.STRATEGIC_CARE)


def sign(kind: WarningKind, customer: object = ACTIVE) -> WarningSign | None:
    found = [each for each in warning_signs(customer, LAWS) if each.kind is kind]  # type: ignore[arg-type]  # facts
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("points", "warns"),
    [
        ((), None),
        ((92,), None),
        ((92, 82), (92, 82)),
        ((92, 83), None),
        ((92, 78), (92, 78)),
        ((92, 78, 85), None),  # a better score
        ((95, 90, 84), None),  # only the one before counts
        ((50, 92, 78), (92, 78)),
    ],
)
def test_satisfaction_down_by_ten_against_the_score_before(
    points: Sequence[int], warns: tuple[int, int] | None
) -> None:
    scores = tuple(Score(CREATED + timedelta(days=n), value) for n, value in enumerate(points))
    found = sign(WarningKind.SATISFACTION_DOWN, replace(ACTIVE, scores=scores))
    if warns is None:
        assert found is None
    else:
        assert found is not None
        assert (found.score_before, found.score) == warns
        assert found.since == scores[-1].at


@pytest.mark.parametrize(
    ("care", "contacted", "since"),
    [
        (Care.STRATEGIC_CARE, "2024-05-01 15:00", "2024-07-01 00:00"),  # 60 days, and the day to its end
        (Care.KEY_EXPANSION, "2024-05-01 00:00", "2024-05-16 00:00"),
        (Care.ROUTINE, "2024-01-01 23:59", "2024-06-30 00:00"),
        (Care.KEY_EXPANSION, None, "2024-02-15 00:00"),  # never: counted from the creation on 31 January
    ],
)
def test_no_contact_for_twice_the_rhythm_begins_at_a_known_instant(
    care: Care, contacted: str | None, since: str
) -> None:
    times = () if contacted is None else (at("2024-01-01 09:00"), at(contacted))
    found = sign(WarningKind.NO_CONTACT, replace(ACTIVE, care=care, contacted=times))
    assert found is not None
    assert found.since == at(since)
    assert found.counted_from == (times[-1] if times else CREATED)


def test_the_rhythm_is_that_of_the_newest_rules() -> None:
    rules = Rules(contact_every=dict.fromkeys(Care, Rules().contact_every[Care.KEY_EXPANSION]))
    (found,) = warning_signs(replace(ACTIVE, care=Care.ROUTINE), (law(), law(rules=rules, since="2024-01-01")))
    assert (found.rhythm, found.since) == ("7d", at("2024-02-15 00:00"))


def complaint(
    number: int, received: str, *, kind: InquiryKind = InquiryKind.COMPLAINT, **told: datetime
) -> InquiryFacts:
    return InquiryFacts(
        f"i{number}",
        f"I-{number}",
        kind,
        complex=True,
        received_at=at(received),
        grade_at_receipt=Grade.B,
        solved_at=told.get("solved"),
        archived_at=told.get("archived"),
    )


FIRST, SECOND, THIRD = (complaint(n, f"2024-05-0{n} 10:00") for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("inquiries", "second", "count"),
    [
        ((FIRST,), None, 0),
        ((FIRST, SECOND), SECOND, 2),
        ((SECOND, FIRST), SECOND, 2),
        ((FIRST, SECOND, THIRD), SECOND, 3),
        ((FIRST, complaint(2, "2024-05-02 10:00", solved=at("2024-05-04 10:00"))), None, 0),
        ((FIRST, complaint(2, "2024-05-02 10:00", solved=at("2024-05-04 10:00")), THIRD), THIRD, 2),
        ((FIRST, complaint(2, "2024-05-02 10:00", archived=at("2024-05-04 10:00"))), None, 0),
        ((FIRST, complaint(2, "2024-05-02 10:00", kind=InquiryKind.URGENT)), None, 0),
        ((FIRST, complaint(2, "2024-05-02 10:00", kind=InquiryKind.OBJECTION)), None, 0),
    ],
)
def test_a_second_open_complaint(inquiries: tuple[InquiryFacts, ...], second: InquiryFacts | None, count: int) -> None:
    found = sign(WarningKind.SECOND_COMPLAINT, replace(ACTIVE, inquiries=inquiries))
    if second is None:
        assert found is None
    else:
        assert found is not None
        assert (found.ref, found.since, found.complaints) == (second.ref, second.received_at, count)


def test_a_simple_complaint_is_open_until_it_is_answered() -> None:
    simple = replace(SECOND, complex=False)
    assert sign(WarningKind.SECOND_COMPLAINT, replace(ACTIVE, inquiries=(FIRST, simple))) is not None
    answered = replace(simple, contacts=(at("2024-05-02 11:00"),))
    assert sign(WarningKind.SECOND_COMPLAINT, replace(ACTIVE, inquiries=(FIRST, answered))) is None


@pytest.mark.parametrize("gone", [{"archived": True}, {"stage": Stage.LOST}], ids=str)
def test_an_archived_customer_and_a_lost_one_warn_of_nothing(gone: dict[str, object]) -> None:
    scores = (Score(CREATED, 92), Score(CREATED + timedelta(days=1), 50))
    troubled = replace(ACTIVE, scores=scores, inquiries=(FIRST, SECOND))
    assert len(list(warning_signs(troubled, LAWS))) == 3
    assert list(warning_signs(replace(troubled, **gone), LAWS)) == []  # type: ignore[arg-type]  # fields of the facts


def test_a_customer_not_graded_warns_as_the_default_grade_and_one_without_care_has_no_rhythm() -> None:
    (found,) = warning_signs(ACTIVE, LAWS)
    assert (found.grade, found.owner) == (Grade.B, "Li")
    assert list(warning_signs(replace(ACTIVE, care=None), LAWS)) == []
