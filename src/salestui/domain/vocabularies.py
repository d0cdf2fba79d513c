"""Which words there are (domain.md, section 1), by the names of labels: vocabularies, columns, kinds of commands.

Ids only: what people read is in `locale`. Records and their fields stand in `records`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from salestui.domain import figures, views, words
from salestui.domain.records import RECORDS, that_can

VOCABULARIES: Mapping[str, type[StrEnum]] = MappingProxyType(
    {
        "grade": words.Grade,
        "segment": words.Segment,
        "care": words.Care,
        "stage": words.Stage,
        "score_part": words.ScorePart,
        "decision_role": words.DecisionRole,
        "level": words.Level,
        "inquiry_kind": words.InquiryKind,
        "method": words.Method,
        "objection_kind": words.ObjectionKind,
        "objection_outcome": words.ObjectionOutcome,
        "task_status": words.TaskStatus,
        "deal_stage": words.DealStage,
        "deal_kind": words.DealKind,
        "lost_reason": words.LostReason,
        "channel": words.Channel,
        "clock_state": words.ClockState,
        "due_kind": words.DueKind,
        "warning_kind": words.WarningKind,
        "agenda_kind": words.AgendaKind,
        "figure": figures.FigureId,
        "waiting": views.Waits,
        "customer_sort": views.Sort,
        "customer_view": views.BuiltInView,
    }
)

# Columns of tables and lists that are no field of a record.
COLUMNS: tuple[str, ...] = (
    *("ref", "code", "currency", "created_at", "archived_at"),
    *("rule", "due_at", "state", "seconds_left", "why", "last_contacted_at", "answered_by", "lost"),
)

# The kinds of commands, as the change log has them: what was done.
COMMANDS: tuple[str, ...] = (
    *(f"add_{record}" for record in that_can("add")),
    *(f"change_{record}" for record in that_can("set")),
    *(f"import_{RECORDS[record].list_name}" for record in that_can("import")),
    *("rules", "owner", "archive", "bring_back", "undo", "redo", "migrate"),
    *("regrade", "reassign", "add_tag", "remove_tag", "set_next"),
    *("add_score", "change_score", "remove_score"),
    *("save_view", "rename_view", "delete_view"),
    *("receive_inquiry", "resolve_inquiry", "log_follow_up"),
    *("add_task", "move_task", "finish_task", "reschedule"),
    *("add_series", "change_series", "make_tasks", "add_dependency", "remove_dependency"),
    *("add_absence", "end_absence"),
    *("move_deal", "split_goal", "refreeze_review"),
)
