"""Which words, records and fields there are (domain.md, sections 1 and 2), by the names of labels and files.

Ids only: what people read is in `locale`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from salestui.domain import figures, views, words

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

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        record: tuple(fields.split())
        for record, fields in {
            "customer": """code name industry employees annual_revenue region grade segment care stage
                source_channel owner core_needs pain_points need_urgency goals supplier_expectations
                buying_preference buying_habits information_channels deal_cycle strategy_suggestion
                satisfaction profile_reviewed_at customer_since tags note""",
            "contact": "customer name title decision_role involvement concern phone mobile email messaging",
            "inquiry": """customer contact kind received_at channel text complex grade_at_receipt answered_at
                solved_at result customer_told_at""",
            "follow_up": """customer contacted_at method contact with our_people need content feedback objections
                decision_progress progress next_action next_at next_method next_place todos owner answers
                written_at""",
            "task": """module action deal owner supervisor acceptor support start end resources output_standard
                expected_effect progress done_at delay_cause note priority milestone depends_on repeats
                status waiting_for""",
            "deal": """customer name amount currency kind stage probability expected_close closed_at
                lost_reason lost_to product contract_from contract_to renews channel owner note""",
            "competitor": "name strengths weaknesses price our_answer",
            "channel_result": "date campaign channel exposures clicks leads conversions cost revenue",
            "goal": "phase core_goal figure target currency owner from_day to_day parent note",
            "review": "period owner problems causes improvements cases note",
            "absence": "owner from_day to_day stand_in",
            "satisfaction_score": "customer score scored_at",
            "due": "ref kind rule customer code grade owner due_at state seconds_left why",
        }.items()
    }
)

RECORDS: tuple[str, ...] = (
    *("customer", "contact", "inquiry", "follow_up", "task", "deal", "objection", "strategy", "campaign"),
    *("channel_result", "competitor", "goal", "review", "case", "owner"),
    # what the change log tells of besides
    *("answer", "promise", "stage_change", "grade_change", "satisfaction_score", "tag", "customer_tag"),
    *("saved_view", "rules_in_force", "absence", "deal_stage_change", "task_series", "task_dependency"),
    *("improvement",),
)

# The columns that the change log and lists name, and that are no field of FIELDS.
COLUMNS: tuple[str, ...] = (
    *("customer_id", "contact_id", "follow_up_id", "inquiry_id", "tag_id", "with_people", "answered_by"),
    *("created_at", "archived_at", "changed_at", "since", "last_contacted_at", "grade_before", "score", "scored_at"),
    *("answer", "outcome", "due", "made_at", "place", "withdrawn_at", "dropped_at", "accepted_at"),
    *("screen", "query", "fingerprint", "book", "ended_at"),
    *(
        "lost_to_id",
        "renews_id",
        "deal_id",
        "deal",
        "entered_at",
        "lost",
        "series_id",
        "series_day",
        "task_id",
        "depends_on_id",
    ),
    *("starts_on", "ends_before", "days"),
    *("parent_id", "figures", "figures_at", "review_id"),
)

# The kinds of commands, as the change log has them: what was done.
COMMANDS: tuple[str, ...] = (
    *("rules", "owner", "add_owner", "archive", "bring_back", "undo", "redo", "migrate"),
    *("add_customer", "change_customer", "regrade", "add_contact", "change_contact"),
    *("add_score", "change_score", "remove_score"),
    *("reassign", "add_tag", "remove_tag", "set_next"),
    *("save_view", "rename_view", "delete_view"),
    *("receive_inquiry", "resolve_inquiry", "change_inquiry", "log_follow_up", "change_follow_up"),
    *("add_task", "change_task", "move_task", "finish_task"),
    *("add_absence", "end_absence"),
    *("add_deal", "change_deal", "move_deal", "add_competitor", "change_competitor"),
    *("add_series", "change_series", "make_tasks", "add_dependency", "remove_dependency", "reschedule"),
    *("add_goal", "change_goal", "split_goal", "add_review", "change_review", "refreeze_review"),
    *("import_customers", "import_contacts", "import_inquiries", "import_follow_ups"),
)
