"""The schema and the write model: every table that holds facts, with its keys and checks.

What follows from the facts (clocks, warnings, search text) is derived and lives in `derived.sql`; it is never logged.
SQLModel tables do not validate, so the database does: NOT NULL, CHECK and RESTRICT here, one validator a field
in `domain.fields`. This is the face of the package: whoever writes imports from here.
"""

from sqlmodel import SQLModel

from salestui.store.columns import Table as Table
from salestui.store.columns import metadata as metadata
from salestui.store.models.contacting import Answer as Answer
from salestui.store.models.contacting import FollowUp as FollowUp
from salestui.store.models.contacting import Inquiry as Inquiry
from salestui.store.models.contacting import Objection as Objection
from salestui.store.models.contacting import Promise as Promise
from salestui.store.models.customers import Contact as Contact
from salestui.store.models.customers import Customer as Customer
from salestui.store.models.customers import CustomerTag as CustomerTag
from salestui.store.models.customers import GradeChange as GradeChange
from salestui.store.models.customers import SatisfactionScore as SatisfactionScore
from salestui.store.models.customers import StageChange as StageChange
from salestui.store.models.customers import Tag as Tag
from salestui.store.models.deals import Competitor as Competitor
from salestui.store.models.deals import Deal as Deal
from salestui.store.models.deals import DealStageChange as DealStageChange
from salestui.store.models.keeping import RulesInForce as RulesInForce
from salestui.store.models.keeping import SavedView as SavedView
from salestui.store.models.people import Absence as Absence
from salestui.store.models.people import Owner as Owner
from salestui.store.models.reviewing import Goal as Goal
from salestui.store.models.reviewing import Improvement as Improvement
from salestui.store.models.reviewing import Review as Review
from salestui.store.models.work import Task as Task
from salestui.store.models.work import TaskDependency as TaskDependency
from salestui.store.models.work import TaskSeries as TaskSeries


def entity_of(model: type[SQLModel]) -> str:
    """The name of the model's table: what the change log and the reads call the record."""
    return str(model.__tablename__)


# Every table of facts, by its name: what is written to one is logged.
MODELS: dict[str, type[Table]] = {entity_of(model): model for model in Table.__subclasses__()}
