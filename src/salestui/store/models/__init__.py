"""The schema and the write model: every table that holds facts, with its keys and checks.

What follows from the facts (clocks, warnings, search text) is derived and lives in `derived.sql`; it is never logged.
SQLModel tables do not validate, so the database does: NOT NULL, CHECK and RESTRICT here, one validator a field
in `domain.fields`. This is the face of the package: whoever writes imports from here.
"""

from sqlmodel import SQLModel

from salestui.store.columns import Table, metadata
from salestui.store.models.contacting import Answer, FollowUp, Inquiry, Objection, Promise
from salestui.store.models.customers import (
    Contact,
    Customer,
    CustomerTag,
    GradeChange,
    SatisfactionScore,
    StageChange,
    Tag,
)
from salestui.store.models.deals import Competitor, Deal, DealStageChange
from salestui.store.models.keeping import RulesInForce, SavedView
from salestui.store.models.people import Absence, Owner
from salestui.store.models.reviewing import Goal, Improvement, Review
from salestui.store.models.work import Task, TaskDependency, TaskSeries

__all__ = [
    "LOGGED",
    "MODELS",
    "Absence",
    "Answer",
    "Competitor",
    "Contact",
    "Customer",
    "CustomerTag",
    "Deal",
    "DealStageChange",
    "FollowUp",
    "Goal",
    "GradeChange",
    "Improvement",
    "Inquiry",
    "Objection",
    "Owner",
    "Promise",
    "Review",
    "RulesInForce",
    "SatisfactionScore",
    "SavedView",
    "StageChange",
    "Table",
    "Tag",
    "Task",
    "TaskDependency",
    "TaskSeries",
    "entity_of",
    "metadata",
]

LOGGED: tuple[type[Table], ...] = (
    Owner,
    Customer,
    StageChange,
    GradeChange,
    SatisfactionScore,
    Tag,
    CustomerTag,
    Contact,
    Inquiry,
    FollowUp,
    Answer,
    Objection,
    Promise,
    Competitor,
    Deal,
    DealStageChange,
    TaskSeries,
    Task,
    TaskDependency,
    Goal,
    Review,
    Improvement,
    SavedView,
    RulesInForce,
    Absence,
)


def entity_of(model: type[SQLModel]) -> str:
    """The name of the model's table: what the change log and the reads call the record."""
    return str(model.__tablename__)


MODELS: dict[str, type[Table]] = {entity_of(model): model for model in LOGGED}
