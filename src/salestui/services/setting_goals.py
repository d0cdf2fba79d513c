"""Goals set, changed and split into parts: each is specific, can be measured, and has its days, or is refused."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from salestui.domain.fields import Value
from salestui.domain.figures import FIGURES, FigureId
from salestui.domain.goals import GoalRow
from salestui.domain.targets import Target
from salestui.errors import InvalidValueError, UsageError
from salestui.figure_sentences import figure_name
from salestui.goal_sentences import goal_text, target_example, typed_target
from salestui.i18n import _
from salestui.services.desk import Desk
from salestui.services.entering import columns, values
from salestui.services.goals import check_possible, goal, parts_of, read_days, read_target
from salestui.services.merging import Seen, merge
from salestui.services.naming import record_named, repr_text
from salestui.services.records import Saved
from salestui.services.splitting import Part, check_whole, parts_wanted, way_of
from salestui.store.command import Work
from salestui.store.models import Goal


class SplitGoal(NamedTuple):
    """A goal that was split, and its parts."""

    saved: Saved
    parts: tuple[Part, ...]


def add_goal(desk: Desk, typed: Mapping[str, str]) -> Saved:
    """A new goal of whoever sits at the desk, unless `owner` says: empty is the whole desk's.

    Its days are `from_day` and `to_day`, or a `period` by its name. Raises InvalidValueError for what is not
    specific, cannot be measured or has no days, and where there is a goal for the same already.
    """
    typed = _with_days({"owner": desk.settings.owner, **typed})
    if not typed.get("from_day", "").strip() and not typed.get("to_day", "").strip():
        raise InvalidValueError(
            _("a goal has its days: until when is it to be reached?"),
            _("give a period such as 2026-Q4, or its first and its last day"),
            field="period",
        )
    found = values(desk, "goal", typed)
    figure = _figure(found)
    check_possible(figure)
    target = read_target(desk, figure, str(found["target"]))
    held = columns(desk, "goal", found) | {"target": target.amount, "currency": target.currency}
    _check_days(held["from_day"], held["to_day"])
    with desk.command("add_goal") as work:
        _check_free(work, held)
        parent = _parent(desk, held, typed.get("parent"))
        made = work.add(Goal, created_at=work.at, parent_id=parent, **held)
        work.subject = made.ref
    return Saved(work.seq, "goal", made.ref, str(made.core_goal))


def change_goal(desk: Desk, key: str, typed: Mapping[str, str], seen: Seen | None = None) -> Saved:
    """Change fields of a goal; `seen` as for a customer. Another figure needs a target of its own."""
    typed = _with_days(typed)
    found = values(desk, "goal", typed, partial=True)
    for name in ("core_goal", "figure", "target", "from_day", "to_day"):
        if name in found and found[name] is None:
            values(desk, "goal", {name: ""})  # says what is missing
    with desk.command("change_goal") as work:
        stands = work.get(Goal, key)
        figure = _figure(found) if "figure" in found else FigureId(stands.figure)
        target = _target_of(desk, stands, figure, found)
        if target is not None:
            typed = {**typed, "target": typed_target(target)}  # "60万" is no other value than 600,000
        merged = merge(desk, "goal", key, typed, seen)
        held = columns(desk, "goal", merged.kept(found))
        if "target" in held and target is not None:
            held |= {"target": target.amount, "currency": target.currency}
        elif target is None and figure != stands.figure:
            held.pop("target", None)
        names = ("figure", "owner", "from_day", "to_day", "currency")
        after = {name: held.get(name, getattr(stands, name)) for name in names}
        _check_days(after["from_day"], after["to_day"])
        _check_free(work, after, but_not=key)
        _check_family(desk, stands, after)
        if "parent" in merged.kept(found):
            held["parent_id"] = _parent(desk, after, typed.get("parent"), below=key)
        for name, value in held.items():
            setattr(stands, name, value)
        work.subject = stands.ref
    return Saved(work.seq, "goal", stands.ref, str(stands.core_goal), merged.meanwhile)


def split_goal(desk: Desk, key: str, by: str, shares: str = "") -> SplitGoal:
    """Split a goal by months, quarters or owners into goals of their own, in one command; `shares` as typed.

    Parts that would come to nothing are left out. Raises UsageError where it cannot be split so.
    """
    way = way_of(by)
    with desk.command("split_goal") as work:
        stands = work.get(Goal, key)
        row = goal(desk, key)
        assert row is not None  # it has just been loaded
        check_whole(desk, row)
        parts = parts_wanted(desk, row, way, shares)
        for part in parts:
            held: dict[str, object] = {
                "figure": row.figure,
                "owner": part.owner,
                "from_day": part.from_day,
                "to_day": part.to_day,
                "target": part.target.amount,
                "currency": part.target.currency,
            }
            _check_free(work, held)
            described = {"core_goal": stands.core_goal, "phase": stands.phase, "parent_id": key}
            work.add(Goal, created_at=work.at, **held, **described)
            work.flush()
        work.subject = stands.ref
    return SplitGoal(Saved(work.seq, "goal", row.ref, str(row.core_goal)), parts)


# ── what is asked of a goal ──────────────────────────────────────────────────────────────────────────────────────


def _with_days(typed: Mapping[str, str]) -> dict[str, str]:
    """`period` put into its first and last day."""
    held = dict(typed)
    text = held.pop("period", "")
    if not text.strip():
        return held
    if held.get("from_day", "").strip() or held.get("to_day", "").strip():
        raise InvalidValueError(
            _("the days are given twice: by the period {value}, and by a day", value=repr_text(text)),
            _("give one of them"),
            field="period",
        )
    period = read_days(text)
    return {**held, "from_day": period.first.isoformat(), "to_day": period.last.isoformat()}


def _figure(found: Mapping[str, Value]) -> FigureId:
    figure = found["figure"]
    assert isinstance(figure, FigureId)  # the field's own words
    return figure


def _target_of(desk: Desk, stands: Goal, figure: FigureId, found: Mapping[str, Value]) -> Target | None:
    """The target that is typed; None where none is, and the one that stands fits the figure."""
    check_possible(figure)
    if "target" in found:
        return read_target(desk, figure, str(found["target"]))
    if FIGURES[figure].unit is not FIGURES[FigureId(stands.figure)].unit:
        raise InvalidValueError(
            _("{figure} needs a target of its own", figure=figure_name(figure)),
            _("write {example}", example=target_example(figure)),
            field="target",
        )
    if figure != stands.figure:  # what is a target of the one may be too much for the other
        return read_target(desk, figure, typed_target(Target(stands.target, FIGURES[figure].unit, stands.currency)))
    return None


def _check_days(first: object, last: object) -> None:
    assert isinstance(first, date) and isinstance(last, date)  # noqa: PT018 - both are required
    if first > last:
        raise InvalidValueError(
            _("a goal from {first} cannot end before, on {last}", first=first, last=last),
            _("give a last day that is not before the first"),
            field="to_day",
        )


def _check_free(work: Work, held: Mapping[str, object], *, but_not: str = "") -> None:
    """Two targets for the same figure, owner and days would contradict each other."""
    taken = work.rows(
        "SELECT ref, core_goal FROM goal WHERE owner IS :owner AND figure = :figure AND from_day = :first"
        " AND to_day = :last AND currency IS :currency AND archived_at IS NULL AND id <> :but_not",
        owner=held["owner"],
        figure=held["figure"],
        first=str(held["from_day"]),
        last=str(held["to_day"]),
        currency=held["currency"],
        but_not=but_not,
    )
    if taken:
        raise InvalidValueError(
            _(
                "there is a goal for {figure} of {owner} on the same days already: {ref}",
                figure=figure_name(FigureId(str(held["figure"]))),
                owner=held["owner"] or _("everybody"),
                ref=taken[0]["ref"],
            ),
            _("change that one, or archive it first"),
            field="figure",
        )


def _parent(desk: Desk, held: Mapping[str, object], text: str | None, *, below: str = "") -> str | None:
    """The key of the goal that this one is to be a part of: of the same figure, over days that hold its own."""
    if not text or not text.strip():
        return None
    _entity, key = record_named(desk, text.strip(), only=("goal",))
    whole = goal(desk, key)
    assert whole is not None  # it was found by its ref
    _check_inside(whole, held)
    above: GoalRow | None = whole
    while above is not None:
        if above.id == below:
            raise InvalidValueError(
                _("{ref} is a part of this goal itself", ref=whole.ref), _("name another"), field="parent"
            )
        above = _named(desk, above.parent)
    return key


def _named(desk: Desk, ref: str | None) -> GoalRow | None:
    return None if ref is None else goal(desk, record_named(desk, ref)[1])


def _check_inside(whole: GoalRow, held: Mapping[str, object]) -> None:
    first, last = held["from_day"], held["to_day"]
    assert isinstance(first, date) and isinstance(last, date)  # noqa: PT018 - both are required
    if whole.figure != held["figure"]:
        raise InvalidValueError(
            _("{goal} is about {figure}, and so are its parts", goal=whole.ref, figure=figure_name(whole.figure)),
            _("name a goal of the same figure, or none"),
            field="parent",
        )
    if first < whole.from_day or last > whole.to_day:
        raise InvalidValueError(
            _("the days of a part lie within those of its goal: {goal}", goal=goal_text(whole)),
            _("give days from {first} to {last}", first=whole.from_day, last=whole.to_day),
            field="to_day",
        )


def _check_family(desk: Desk, stands: Goal, after: Mapping[str, object]) -> None:
    """What a goal becomes still fits the goal it is a part of, and its own parts."""
    if stands.parent_id is not None:
        whole = goal(desk, stands.parent_id)
        if whole is not None:
            _check_inside(whole, after)
    parts = parts_of(desk, stands.id)
    first, last = after["from_day"], after["to_day"]
    assert isinstance(first, date) and isinstance(last, date)  # noqa: PT018 - both are required
    if any(part.figure != after["figure"] or part.from_day < first or part.to_day > last for part in parts):
        raise UsageError(
            _("it has parts that would no longer fit: {parts}", parts=", ".join(part.ref for part in parts)),
            _("change or archive them first"),
        )
