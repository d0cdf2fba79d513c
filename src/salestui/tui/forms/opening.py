"""Which form a record is entered and corrected in, and the one that a draft was typed into."""

from collections.abc import Callable, Mapping
from typing import Any

from salestui.domain.rows import CustomerName
from salestui.errors import NotFoundError
from salestui.i18n import _
from salestui.services import naming
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.services.reopening import Subject, subject_of
from salestui.tui.forms.customers import NewCustomerForm, ProfileForm
from salestui.tui.forms.deals import NewDealForm, change_deal
from salestui.tui.forms.follow_up import FollowUpForm
from salestui.tui.forms.form import Form
from salestui.tui.forms.goals import ChangeGoalForm, NewGoalForm
from salestui.tui.forms.inquiry import InquiryForm, ResolutionForm
from salestui.tui.forms.records import ChangeForm, RecordForm
from salestui.tui.forms.reviews import ImprovementForm, ReviewForm, change_review
from salestui.tui.forms.satisfaction import ScoreForm, change_score
from salestui.tui.forms.tasks import NewTaskForm


def _profile(desk: Desk, key: str, *, focus_on: str | None = None) -> ProfileForm:
    customer = naming.name_of(desk, "customer", key).customer
    assert customer is not None  # it is one
    return ProfileForm(desk, customer, focus_on=focus_on)


# Records whose forms have more to say than their fields.
_NEW: Mapping[str, Callable[[Desk], Form[Any]]] = {  # Any: each form saves its own kind
    "customer": NewCustomerForm,
    "goal": NewGoalForm,
    "review": ReviewForm,
    "task": NewTaskForm,
}
_NEW_OF_CUSTOMER: Mapping[str, Callable[[Desk, CustomerName], RecordForm]] = {
    "task": NewTaskForm,
    "deal": NewDealForm,
    "satisfaction_score": ScoreForm,
}
_CHANGED: Mapping[str, Callable[..., ChangeForm]] = {
    "customer": _profile,
    "deal": change_deal,
    "goal": ChangeGoalForm,
    "review": change_review,
    "satisfaction_score": change_score,
}


def new_form(desk: Desk, record: str, customer: CustomerName | None = None) -> Form[Any]:  # Any: as above
    """The form of a `record` that is not there yet, of `customer` where such records belong to one."""
    if customer is not None and record in _NEW_OF_CUSTOMER:
        return _NEW_OF_CUSTOMER[record](desk, customer)
    if record in _NEW:
        return _NEW[record](desk)
    return RecordForm(desk, record, customer)


def change_form(desk: Desk, record: str, key: str, *, focus_on: str | None = None) -> ChangeForm:
    """The form of a `record` (by its key), to be corrected; `focus_on` is the field that gets the keys first.

    Raises GoneError where it is not there.
    """
    if record in _CHANGED:
        return _CHANGED[record](desk, key, focus_on=focus_on)
    return ChangeForm(desk, record, key, focus_on=focus_on)


def form_of(desk: Desk, of: Reopening) -> tuple[Form[Any], str]:  # Any: as above
    """The form of a draft, and what became of its record since, if anything did. Raises NotFoundError."""
    subject = subject_of(desk, of)
    return _form(desk, of, subject), subject.since


def _form(desk: Desk, of: Reopening, subject: Subject) -> Form[Any]:  # Any: as above
    customer, inquiry = subject.customer, subject.inquiry
    match of.form:
        case FormKind.INQUIRY:
            return InquiryForm(desk, customer)
        case FormKind.FOLLOW_UP if customer is not None:
            return FollowUpForm(desk, customer, answering=of.answering)
        case FormKind.RESOLUTION if inquiry is not None:
            return ResolutionForm(desk, inquiry)
        case FormKind.IMPROVEMENT if subject.improvement is not None:
            return ImprovementForm(desk, *subject.improvement)
        case FormKind.NEW if of.entity is not None:
            return new_form(desk, of.entity, customer)
        case FormKind.RECORD if subject.record is not None:
            return change_form(desk, *subject.record)
        case _:  # a file that somebody wrote by hand
            raise NotFoundError(_("this draft does not say what it is about"))
