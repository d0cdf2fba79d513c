"""`report review`: a period looked back on – figures, what went wrong, what is done about it – or the documents' form.

A period without a review is computed as it stands now, and says that nothing is frozen.
"""

from types import SimpleNamespace

from salestui import review_sentences
from salestui.cli.output import Column, emit, json_text, remark, say, title, write
from salestui.cli.report_figures import records
from salestui.domain.frozen_figures import Frozen, LaterFigure
from salestui.domain.look_back import LookBack
from salestui.domain.periods import Period
from salestui.domain.readings import Measured
from salestui.domain.rows import ImprovementRow, ReviewRow
from salestui.errors import UsageError
from salestui.i18n import _, label, listed
from salestui.sentences import moment
from salestui.services import naming, reviewing
from salestui.services.desk import Desk


def run(given: SimpleNamespace, desk: Desk, period: Period) -> None:
    """Print a review."""
    look, others = _chosen(given, desk, period)
    if given.form:
        _print_form(given.format, desk, look)
        return
    match given.format:
        case "json":
            write(json_text(record(desk, look)) + "\n")
        case "tsv":
            found = _figures(desk, look.figures)
            emit("tsv", [Column(name) for name in _FIGURE], found)
        case "markdown":
            write(review_sentences.as_markdown(look, desk.settings.currency, desk.now(), desk.zone))
        case _:
            print_review(desk, look)
    if others and given.format in ("table", "markdown"):
        remark(given.format, _("other reviews of this period: {refs}", refs=listed(others)))


def _chosen(given: SimpleNamespace, desk: Desk, period: Period) -> tuple[LookBack, tuple[str, ...]]:
    """The review that is asked for, and the refs of others of the same period."""
    if given.review is not None:
        if given.period or given.owner:
            raise UsageError(
                _("{option} names the period and the owner already", option="--review"), _("leave the others out")
            )
        return reviewing.kept(desk, reviewing.named(desk, given.review)), ()
    owner = None if given.owner is None else naming.known_owner(desk, given.owner)
    rows = reviewing.of_period(desk, period, owner)
    if not rows:
        return reviewing.live(desk, period, owner), ()
    return reviewing.kept(desk, rows[0]), tuple(each.ref for each in rows[1:])


# ── for programs ─────────────────────────────────────────────────────────────────────────────────────────────────

_FIGURE = ("id", "part", "value", "numerator", "denominator", "unit", "currency", "target", "previous")


def record(desk: Desk, look: LookBack) -> dict[str, object]:
    """A review for programs; of one that is not kept `ref` and `frozen_at` are null."""
    row = look.row
    return {
        "ref": None if row is None else row.ref,
        "period": look.period.name,
        "from": look.period.first,
        "to": look.period.last,
        "owner": look.owner,
        "frozen_at": None if row is None else row.figures_at,
        "to_date": look.to_date,
        "figures": _figures(desk, look.figures),
        "problems": None if row is None else row.problems,
        "causes": None if row is None else row.causes,
        "improvements": [] if row is None else [_improvement(each) for each in row.improvements],
        "cases": None if row is None else row.cases,
        "note": None if row is None else row.note,
    }


def _figures(desk: Desk, figures: tuple[Frozen, ...]) -> list[dict[str, object]]:
    return [record for each in figures for record in _of(each, desk.settings.currency)]


def _of(figure: Frozen, currency: str) -> list[dict[str, object]]:
    if isinstance(figure, Measured):
        return [{name: each[name] for name in _FIGURE} for each in records(figure, currency)]
    return _of_later(figure)


def _of_later(figure: LaterFigure) -> list[dict[str, object]]:
    """What this program does not know has no value: numerator and denominator are all there is."""
    return [
        {
            **dict.fromkeys(_FIGURE),
            "id": figure.figure,
            "part": each.part or None,
            "numerator": each.numerator,
            "denominator": each.denominator,
            "currency": each.currency,
        }
        for each in figure.readings
    ]


def _improvement(row: ImprovementRow) -> dict[str, object]:
    end = None if row.end is None else str(row.end)
    return {"text": row.text, "task": row.task, "status": row.status, "owner": row.owner, "end": end}


# ── for people ───────────────────────────────────────────────────────────────────────────────────────────────────


def print_review(desk: Desk, look: LookBack) -> None:
    """The figures as a table, and what was written about them."""
    now, zone = desk.now(), desk.zone
    title("table", review_sentences.heading(look))
    say(review_sentences.standing_told(look, now, zone))
    lines = review_sentences.figure_lines(look.figures, desk.settings.currency)
    headings = review_sentences.figure_columns()
    columns = [Column(heading, heading, right=place > 0, elastic=not place) for place, heading in enumerate(headings)]
    emit("table", columns, lines)
    for heading, texts in review_sentences.sections(look, now, zone):
        say("", heading, *(f"  {line}" for text in texts for line in text.splitlines()))


def _print_form(form: str, desk: Desk, look: LookBack) -> None:
    """《销售效果跟踪表》: Markdown where people read, else a record under the form's own headings."""
    cells = review_sentences.form_cells(look, desk.settings.currency)
    columns = [Column(name, name) for name in review_sentences.FORM_COLUMNS]
    if form in ("json", "tsv"):
        emit(form, columns, [cells])
        return
    title("markdown", review_sentences.FORM)
    emit("markdown", columns, [cells])
    if look.row is None or look.to_date:
        remark("markdown", review_sentences.standing_told(look, desk.now(), desk.zone))


def print_reviews(form: str, desk: Desk, owner: str | None, limit: int) -> None:
    """Print the reviews there are, the latest period first."""
    rows = reviewing.reviews(desk, owner=owner, limit=limit)
    columns = [
        Column("ref"),
        Column("period", label("field", "review.period")),
        Column("owner", label("field", "review.owner"), show=lambda value: str(value or "–")),
        Column("frozen_at", _("frozen at"), show=lambda at: moment(at, desk.now(), desk.zone)),  # type: ignore[arg-type] # an instant
        Column("done", _("improvements done"), show=str, right=True),
        Column("problems", label("field", "review.problems"), elastic=True),
        *(Column(name, in_table=False) for name in ("causes", "improvements", "cases", "note")),
    ]
    emit(form, columns, [_listed(row, form) for row in rows])
    if not rows and form == "table":
        say(_("nothing to list"))


def _listed(row: ReviewRow, form: str) -> tuple[object, ...]:
    done = f"{sum(each.done for each in row.improvements)}/{len(row.improvements)}"
    problems = (row.problems or "").replace("\n", "; ") if form == "table" else row.problems
    improvements = [each.text for each in row.improvements]
    texts = (problems, row.causes, improvements, row.cases, row.note)
    return row.ref, row.period, row.owner, row.figures_at, done, *texts
