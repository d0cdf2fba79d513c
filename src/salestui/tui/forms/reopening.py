"""From what a draft says it is about to the form it was typed into."""

from typing import Any

from salestui.errors import NotFoundError
from salestui.i18n import _
from salestui.services import selling
from salestui.services.desk import Desk
from salestui.services.drafts import FormKind, Reopening
from salestui.services.reopening import Subject, subject_of
from salestui.tui.forms import deals, goals, reviews, satisfaction
from salestui.tui.forms.follow_up import FollowUpForm
from salestui.tui.forms.form import Form
from salestui.tui.forms.inquiry import InquiryForm, ResolutionForm
from salestui.tui.forms.records import (
    change_contact,
    change_customer,
    change_record,
    new_contact,
    new_customer,
)
from salestui.tui.forms.tasks import new_task


def form_of(desk: Desk, of: Reopening) -> tuple[Form[Any], str]:  # Any: each form saves its own kind
    """The form, and what became of its record since, if anything did. Raises NotFoundError where that is gone."""
    subject = subject_of(desk, of)
    return _form(desk, of, subject), subject.since


def _form(desk: Desk, of: Reopening, subject: Subject) -> Form[Any]:  # Any: as above
    customer, contact, inquiry = subject.customer, subject.contact, subject.inquiry
    match of.form:
        case FormKind.NEW_CUSTOMER:
            return new_customer(desk)
        case FormKind.INQUIRY:
            return InquiryForm(desk, customer)
        case FormKind.FOLLOW_UP if customer is not None:
            return FollowUpForm(desk, customer, answering=of.answering)
        case FormKind.CUSTOMER if customer is not None:
            return change_customer(desk, customer)
        case FormKind.NEW_CONTACT if customer is not None:
            return new_contact(desk, customer)
        case FormKind.NEW_TASK:
            return new_task(desk, customer)
        case FormKind.CONTACT if contact is not None:
            return change_contact(desk, contact)
        case FormKind.RESOLUTION if inquiry is not None:
            return ResolutionForm(desk, inquiry)
        case FormKind.NEW_DEAL if customer is not None:
            return deals.new_deal(desk, customer)
        case FormKind.NEW_COMPETITOR:
            return deals.new_competitor(desk)
        case FormKind.NEW_SCORE if customer is not None:
            return satisfaction.new_score(desk, customer)
        case FormKind.SCORE if customer is not None and subject.record is not None:
            return satisfaction.change_score(desk, customer, subject.record[1])
        case FormKind.NEW_REVIEW:
            return reviews.ReviewForm(desk)
        case FormKind.IMPROVEMENT if subject.improvement is not None:
            return reviews.ImprovementForm(desk, *subject.improvement)
        case FormKind.NEW_GOAL:
            return goals.new_goal(desk)
        case FormKind.RECORD if subject.record is not None:
            return _correction(desk, *subject.record)
        case _:  # a file that somebody wrote by hand
            raise NotFoundError(_("this draft does not say what it is about"))


def _correction(desk: Desk, entity: str, key: str) -> Form[Any]:  # Any: as above
    match entity:
        case "deal":
            deal = selling.deal(desk, key)
            assert deal is not None  # it was found by its ref
            return deals.change_deal(desk, deal)
        case "competitor":
            return deals.change_competitor(desk, selling.competitor(desk, key))
        case _:
            return change_record(desk, entity, key)
