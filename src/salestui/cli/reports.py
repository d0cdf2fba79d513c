"""`report WHAT`: figures of a period. Each report is a module of its own, loaded when it is asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from salestui.cli.output import REPORT_FORMATS
from salestui.cli.parser import Parser
from salestui.cli.text import clean
from salestui.domain.feedback import FeedbackBy
from salestui.domain.figures import FigureId
from salestui.domain.periods import Period, PeriodError, PeriodKind, around, parse_period
from salestui.domain.words import Grade, Segment
from salestui.errors import UsageError
from salestui.i18n import _, listed
from salestui.sentences import quoted

if TYPE_CHECKING:
    from salestui.cli.context import Context


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its module, which has `run(given, desk, period)`; its period if none is given; what it takes."""

    module: str
    usual: PeriodKind
    options: frozenset[str] = frozenset()  # beside period, owner and format


REPORTS: Final[Mapping[str, Report]] = {
    "figures": Report(
        "salestui.cli.report_figures",
        PeriodKind.MONTH,
        frozenset({"figure", "behind", "segment", "grade", "region"}),
    ),
    "funnel": Report("salestui.cli.report_funnel", PeriodKind.QUARTER),
    "review": Report("salestui.cli.report_review", PeriodKind.MONTH, frozenset({"review", "form"})),
    "feedback": Report(
        "salestui.cli.report_feedback", PeriodKind.MONTH, frozenset({"by", "segment", "grade", "region"})
    ),
    "goals": Report("salestui.cli.report_goals", PeriodKind.QUARTER),
}


def report_parser() -> Parser:
    """`report WHAT [--period P] [--owner X] …`."""
    parser = Parser("report", _("Figures of a period"))
    parser.word("what", _("which report"), choices=tuple(REPORTS))
    parser.option(
        "period",
        "PERIOD",
        _("2026-Q4, 2026-11, 2026, 2026-W47 or 2026-11-01..2026-11-20; else this month (funnel, goals: quarter)"),
        read=_period,
    )
    parser.option("owner", "NAME", _("only this owner's"))
    parser.option(
        "figure", "ID", _("only this figure; several by repeating it"), choices=tuple(FigureId), repeated=True
    )
    parser.option("behind", "ID", _("the records behind this figure"), choices=tuple(FigureId))
    parser.option("segment", "SEGMENT", _("only customers of this segment"), choices=tuple(Segment))
    parser.option("grade", "GRADE", _("only customers of this grade"), choices=tuple(Grade))
    parser.option("region", "REGION", _("only customers of this region"))
    parser.option("review", "REF", _("this review, instead of the newest of the period"))
    parser.flag("form", _("as the documents' own form, one line"))
    parser.option("by", "kind|product|channel", _("what the feedback is grouped by"), choices=tuple(FeedbackBy))
    parser.formats(REPORT_FORMATS)
    return parser


PARSERS: dict[str, Callable[[], Parser]] = {"report": report_parser}


def run_report(argv: Sequence[str], context: "Context") -> int:
    """Print a report."""
    parser = report_parser()
    given = parser.parse(argv)
    report = REPORTS[given.what]
    for option in parser.options:
        if getattr(given, option.name) and option.name not in {"period", "owner", "format", *report.options}:
            raise UsageError(
                _("{option} does not go with report {what}", option=option.flag, what=given.what),
                _("it goes with: {reports}", reports=listed(_taking(option.name))),
            )
    with context.reading_desk() as desk:
        today = desk.now().astimezone(desk.zone).date()
        import_module(report.module).run(given, desk, given.period or around(today, report.usual))
    return 0


def _taking(option: str) -> list[str]:
    return [f"report {name}" for name, report in REPORTS.items() if option in report.options]


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except PeriodError:
        raise UsageError(
            _("{value} is not a period", value=quoted(clean(text))),
            _("give 2026-Q4, 2026-11, 2026, 2026-W47 or 2026-11-01..2026-11-20"),
        ) from None
