"""The key registry: the only place where a key, its label, its help and its palette entry are written.

The footer, `?`, the palette and the table in README are made from it; users remap by id in the settings file.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from textual.binding import Binding
from textual.keys import REPLACED_KEYS, key_to_character

from salestui.i18n import mark, marked


class Command(NamedTuple):
    """Something a key does. `scope` is where: everywhere, or the screen or widget of that name.

    It is an action of the screen (`action_ID`), unless the registry says all of it: it opens the list of a record
    (`lists`), a screen (`opens`, module and class, loaded by the key), or the form of a new record of the customer in
    hand (`adds`).
    """

    id: str
    scope: str
    keys: str  # Textual's names, separated by commas; the first is the one shown
    label: str  # for the footer: one or two short words
    help: str  # for `?` and the palette: one sentence
    writes: bool = False  # a file that can only be read refuses it
    lists: str = ""
    opens: str = ""
    adds: str = ""

    @property
    def is_said(self) -> bool:
        """Whether the registry says all that it does."""
        return bool(self.lists or self.opens or self.adds)

    @property
    def shown_key(self) -> str:
        """The first of its keys as people read it."""
        return self.shown_keys[0]

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """All its keys as people read them."""
        return tuple(key_shown(key) for key in self.keys.split(","))


_SHOWN: Final = {
    "escape": "Esc",
    "delete": "Del",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def _writes(id: str, scope: str, keys: str, label: str, help: str) -> Command:  # noqa: A002 - as the fields
    return Command(id, scope, keys, label, help, writes=True)


COMMANDS: Final[tuple[Command, ...]] = (
    Command("help", "everywhere", "question_mark,f1", mark("help"), mark("Show every key that works here")),
    Command("today", "everywhere", "1", mark("Today"), mark("Go to Today: who is waiting")),
    Command("customers", "everywhere", "2", mark("Customers"), mark("Go to the customers")),
    Command("tasks", "everywhere", "3", mark("Tasks"), mark("Go to the task board")),
    Command("funnel", "everywhere", "4", mark("Funnel"), mark("Go to the funnel: deals by stage")),
    Command("kpi", "everywhere", "6", mark("Figures"), mark("Go to the figures of a period")),
    _writes("follow_up", "records", "f,f3", mark("log"), mark("Write down a follow-up with this customer")),
    _writes("inquiry", "records", "i,f4", mark("inquiry"), mark("Receive an inquiry: start its clock")),
    Command("open", "records", "enter", mark("open"), mark("Open what the cursor stands on")),
    Command("find", "records", "slash,f5", mark("find"), mark("Narrow the list")),
    _writes("undo", "everywhere", "u,f8", mark("undo"), mark("Put back what the last command did")),
    _writes("redo", "everywhere", "ctrl+r,f9", mark("redo"), mark("Do again what was undone last")),
    Command(
        *("history", "everywhere", "H", mark("history"), mark("Show who did what, when")),
        opens="salestui.tui.screens.history:HistoryScreen",
    ),
    Command(
        "drafts", "everywhere", "d", mark("drafts"), mark("Show what was typed and not saved; Enter goes on with it")
    ),
    Command("owner", "today", "o", mark("owner"), mark("Show what waits on somebody else, or on everybody")),
    Command("overview", "today", "O", mark("owners"), mark("Show every owner and how much lies on each")),
    Command("agenda", "today", "a", mark("week"), mark("Show the week, day by day")),
    Command("show_owner", "overview", "enter", mark("Today"), mark("Show what waits on this owner")),
    _writes("away", "overview", "a", mark("away"), mark("Write down who is away, and who stands in")),
    _writes("returned", "overview", "b", mark("is back"), mark("End an absence: this owner is back")),
    Command("week_before", "agenda", "left_square_bracket", mark("earlier"), mark("Show the week before")),
    Command("week_after", "agenda", "right_square_bracket", mark("later"), mark("Show the week after")),
    Command("this_week", "agenda", "T", mark("this week"), mark("Show this week")),
    Command("whose", "agenda", "o", mark("owner"), mark("Show the week of somebody else, or of everybody")),
    _writes("resolve", "records", "r", mark("resolve"), mark("Write down the solution of an objection or complaint")),
    _writes("task", "records", "t", mark("task"), mark("Add a task for this customer")),
    Command("contact", "records", "c", mark("contact"), mark("Add a contact of this customer"), adds="contact"),
    _writes("edit_contact", "records", "C", mark("correct"), mark("Correct a contact of this customer")),
    _writes("new_customer", "records", "n", mark("new"), mark("Add a customer")),
    _writes(
        "edit",
        "records",
        "e",
        mark("edit"),
        mark("Correct what the cursor stands on"),
    ),
    Command("next_part", "card", "tab,l", mark("next part"), mark("Go to the next part of the card")),
    Command("previous_part", "card", "shift+tab,h", mark("part before"), mark("Go to the part of the card before")),
    Command("kinds", "card", "T", mark("kinds"), mark("Show only one kind of what happened")),
    _writes("edit_profile", "card", "E", mark("profile"), mark("Change the profile, wherever the cursor stands")),
    Command("filter", "customers", "F", mark("filter"), mark("Choose which customers are listed")),
    Command("sort", "customers", "s", mark("sort"), mark("Sort by the next column")),
    Command("sort_back", "customers", "S", mark("reverse"), mark("Sort the other way round")),
    Command("views", "customers", "w", mark("views"), mark("Show a saved view, rename or delete one")),
    _writes("save_view", "customers", "W", mark("save view"), mark("Keep filter, order and columns under a name")),
    Command("columns", "customers", "vertical_line", mark("columns"), mark("Choose the columns")),
    _writes("bulk", "customers", "b", mark("bulk"), mark("Change all marked customers at once, or the one in hand")),
    Command(
        "customer_value",
        "customers",
        "V",
        mark("value"),
        mark("Show what customers are worth, and which grade and segment their score suggests"),
        opens="salestui.tui.screens.customer_value:CustomerValueScreen",
    ),
    Command("value_owner", "value", "o", mark("owner"), mark("Show the customers of somebody else, or of everybody")),
    _writes("archive", "customers", "x", mark("archive"), mark("Archive this customer; in the archive, bring it back")),
    _writes("reviewed", "records", "v", mark("reviewed"), mark("The profile was gone through today")),
    Command(
        "satisfaction",
        "records",
        "P",
        mark("satisfied?"),
        mark("Show how satisfied this customer is: scores by date, complaints and what became of them"),
    ),
    _writes("add_score", "satisfaction", "a", mark("add"), mark("Write down a satisfaction score")),
    _writes("remove_score", "satisfaction", "x", mark("remove"), mark("Take away a score that is wrong")),
    Command("copy_row", "records", "y", mark("copy"), mark("Copy the row to the clipboard")),
    Command("copy_cell", "records", "Y", mark("copy cell"), mark("Copy one cell of the row to the clipboard")),
    Command("deal", "records", "D", mark("deal"), mark("Add a deal with this customer"), adds="deal"),
    _writes("move_on", "board", "greater_than_sign,shift+right", mark("on"), mark("Move the card one column on")),
    _writes("move_back", "board", "less_than_sign,shift+left", mark("back"), mark("Move the card one column back")),
    Command("board_owner", "board", "o", mark("owner"), mark("Show the cards of somebody else, or of everybody")),
    _writes("done", "tasks", "x", mark("done"), mark("The task is done; with an acceptor it waits to be accepted")),
    _writes("drop", "tasks", "X", mark("drop"), mark("The task will not be done")),
    _writes("accept", "tasks", "A", mark("accept"), mark("The acceptor signs the task off: it is done")),
    _writes("depends", "tasks", "w", mark("waits for"), mark("Let the task wait for another, or no longer")),
    Command("as_list", "tasks", "b", mark("list"), mark("Show the tasks as a list, and as a board again")),
    Command("narrow", "tasks", "F", mark("filter"), mark("Show what is overdue, milestones, or one customer's tasks")),
    Command("module", "tasks", "m", mark("module"), mark("Show the tasks of one module, of the next, of all")),
    Command("figures", "funnel", "F", mark("figures"), mark("Show the figures of the funnel")),
    Command(
        "competitors",
        "funnel",
        "V",
        mark("rivals"),
        mark("Show the battle cards of the competitors, or write one"),
        lists="competitor",
    ),
    Command("period_before", "period", "left_square_bracket", mark("before"), mark("The period before")),
    Command("period_after", "period", "right_square_bracket", mark("after"), mark("The period after")),
    Command("period_length", "period", "p", mark("length"), mark("A quarter, a month, a year, a week")),
    Command("any_period", "period", "P", mark("period"), mark("Any period by its name, or from one day to another")),
    Command("this_period", "period", "T", mark("today"), mark("Back to the period that today lies in")),
    _writes("new_review", "reviews", "n", mark("new"), mark("Look back on a period: freeze its figures")),
    _writes("archive_review", "reviews", "x", mark("archive"), mark("Archive this review")),
    _writes("edit_review", "review", "e", mark("edit"), mark("Correct problems, causes, improvements, cases")),
    _writes("improve", "review", "t", mark("task"), mark("Make a task of an improvement")),
    _writes("refreeze", "review", "F", mark("freeze"), mark("Freeze the figures again, as they come out now")),
    Command("write_review", "review", "w", mark("write"), mark("Write the review to a new Markdown file")),
    Command("feedback_by", "feedback", "b", mark("group by"), mark("Group by kind, by product or by channel")),
    Command("figures_owner", "narrowed", "o", mark("owner"), mark("Show the figures of one owner, or of everybody")),
    Command("figures_segment", "narrowed", "s", mark("segment"), mark("Show the figures of one segment of customers")),
    Command("figures_grade", "narrowed", "A", mark("grade"), mark("Show the figures of the customers of one grade")),
    Command("figures_region", "narrowed", "R", mark("region"), mark("Show the figures of one region")),
    Command("behind", "figures", "enter", mark("open"), mark("Show the formula, its numbers and the rows behind")),
    Command("owners_compared", "figures", "O", mark("owners"), mark("Show the owners side by side")),
    Command(
        "reviews",
        "figures",
        "v",
        mark("reviews"),
        mark("Show the reviews: periods looked back on"),
    ),
    Command(
        "feedback",
        "figures",
        "b",
        mark("feedback"),
        mark("Show what customers held against us"),
    ),
    Command("chart", "narrowed", "c", mark("chart"), mark("Show this figure as a chart")),
    Command("open_behind", "behind", "enter", mark("open"), mark("Open the customer of the row")),
    Command("next_chart", "chart", "tab,l", mark("next chart"), mark("Over time, by owner, by what adds up to it")),
    Command("chart_before", "chart", "shift+tab,h", mark("chart before"), mark("The chart before")),
    Command("save_chart", "chart", "x", mark("save SVG"), mark("Write the chart to an SVG file")),
    Command("narrow_to_owner", "owners", "enter", mark("figures"), mark("Show the figures of this owner")),
    Command("sort_owners", "owners", "s", mark("sort"), mark("Sort by the next column")),
    Command("sort_owners_back", "owners", "S", mark("reverse"), mark("Sort the other way round")),
    Command("goals", "targets", "t", mark("goals"), mark("Show the goals: what is to be reached, and what is so far")),
    Command("open_goal", "goals", "enter", mark("open"), mark("Change this goal")),
    _writes("new_goal", "goals", "n", mark("new"), mark("Set a goal")),
    _writes("split_goal", "goals", "s", mark("split"), mark("Split this goal by months, quarters or owners")),
    _writes("archive_goal", "goals", "x", mark("archive"), mark("Archive this goal")),
    Command("goals_owner", "goals", "o", mark("owner"), mark("Show the goals of one owner, or of everybody")),
    Command("open_record", "list", "enter", mark("open"), mark("Correct what the cursor stands on")),
    _writes("new_record", "list", "n", mark("new"), mark("Add one to this list")),
    _writes("archive_record", "list", "x", mark("archive"), mark("Archive what the cursor stands on")),
    Command("palette", "everywhere", "colon,ctrl+p,f10", mark("command"), mark("Find a command or a customer by name")),
    Command("likely", "likely", "ctrl+t", mark("open it"), mark("Open, or take, the customer that this looks like")),
    _writes("save", "form", "ctrl+s,f2", mark("save"), mark("Save and go back")),
    Command("jump", "form", "f6,ctrl+o", mark("jump"), mark("Jump to a field by the letter beside it")),
    Command("editor", "form", "f7,ctrl+g", mark("editor"), mark("Write this field in your own editor, $EDITOR")),
    Command("leave", "form", "escape", mark("leave"), mark("Leave; what was typed is kept as a draft")),
    Command("back", "screen", "escape,q", mark("back"), mark("Go back")),
    Command(
        "theme",
        "everywhere",
        "f12",
        mark("theme"),
        mark("Next theme: dark, light, high contrast, 16 colours"),
    ),
    Command(
        *("settings", "everywhere", "comma", mark("settings"), mark("Change settings and keys")),
        opens="salestui.tui.screens.settings:SettingsScreen",
    ),
    Command("default", "settings", "backspace,delete", mark("default"), mark("Take the default again")),
    Command("suspend", "everywhere", "ctrl+z", mark("suspend"), mark("Stop for a while; fg in the shell comes back")),
    Command("quit", "everywhere", "ctrl+q", mark("quit"), mark("Close the program")),
)

# The scopes that are live at the same time: two commands of one place cannot share a key. A test holds them to the
# screens' own SCOPES.
PLACES: Final[tuple[frozenset[str], ...]] = (
    frozenset({"everywhere", "records", "today"}),
    frozenset({"everywhere", "records", "customers"}),
    frozenset({"everywhere", "records", "board", "tasks"}),
    frozenset({"everywhere", "records", "board", "funnel"}),
    frozenset({"everywhere", "period", "screen"}),
    frozenset({"everywhere", "period", "narrowed", "figures", "targets"}),
    frozenset({"everywhere", "period", "narrowed", "behind", "screen"}),
    frozenset({"everywhere", "period", "narrowed", "chart", "screen"}),
    frozenset({"everywhere", "period", "owners", "screen"}),
    frozenset({"everywhere", "records", "screen", "card"}),
    frozenset({"everywhere", "records", "agenda", "screen"}),
    frozenset({"everywhere", "records", "satisfaction", "screen"}),
    frozenset({"everywhere", "records", "value", "screen"}),
    frozenset({"everywhere", "overview", "targets", "screen"}),
    frozenset({"everywhere", "goals", "screen"}),
    frozenset({"everywhere", "list", "screen"}),
    frozenset({"everywhere", "screen", "settings"}),
    frozenset({"everywhere", "reviews", "screen"}),
    frozenset({"everywhere", "review", "screen"}),
    frozenset({"everywhere", "period", "feedback", "screen"}),
    frozenset({"form", "likely"}),
)
FROM_FORMS: Final = ("help", "palette", "suspend", "quit")  # bound by the app itself, so that forms have them too


def writes(name: str) -> bool:
    """Whether the command with this id is refused where a file can only be read."""
    command = command_of(name)
    return command is not None and (command.writes or bool(command.adds))


def commands_of(*scopes: str) -> Iterator[Command]:
    """The commands of `scopes`, in the order of the registry."""
    return (command for command in COMMANDS if command.scope in scopes)


def bindings(*scopes: str) -> list[Binding]:
    """Textual's bindings of `scopes`; each has the command's id, so that users can remap it."""
    return [_binding(command) for command in commands_of(*scopes)]


def bindings_by_id(*ids: str) -> list[Binding]:
    """Textual's bindings of the commands named."""
    return [_binding(command) for command in COMMANDS if command.id in ids]


def _binding(command: Command) -> Binding:
    return Binding(command.keys, command.id, command.label, show=False, id=command.id, tooltip=command.help)


def command_of(name: str) -> Command | None:
    """The command with this id."""
    return next((command for command in COMMANDS if command.id == name), None)


def keys_shown(command: Command, remapped: Mapping[str, str]) -> str:
    """All its keys as people read them, as the user's settings have them: "? F1"."""
    return " ".join(key_shown(key.strip()) for key in remapped.get(command.id, command.keys).split(","))


def key_of(command_id: str, remapped: Mapping[str, str]) -> str:
    """The first key of a command, to be named in a sentence."""
    command = next(command for command in COMMANDS if command.id == command_id)
    return keys_shown(command, remapped).partition(" ")[0]


def key_shown(key: str) -> str:
    """A key by Textual's name, as people read it: "?", "Ctrl+S", "F1", "L"."""
    *modifiers, bare = key.split("+")
    sign = key_to_character(REPLACED_KEYS.get(bare, bare)) if not modifiers else None  # Textual's own names too
    if sign is not None and sign.isascii() and sign.isprintable() and not sign.isspace():
        return sign
    name = _SHOWN.get(bare, bare.capitalize())
    return "+".join([*(each.capitalize() for each in modifiers), name])


TABLE_KEYS: Final[tuple[tuple[str, str], ...]] = (  # bound by the widgets; here for `?`
    ("j ↓", mark("One row on")),
    ("k ↑", mark("One row back")),
    ("PgDn PgUp", mark("A page on, a page back")),
    ("g G", mark("The first row, the last row")),
    ("Enter", mark("Open the row")),
    ("Space *", mark("Mark the row, mark all rows, in lists that act on several")),
    ("J K Shift+↓ Shift+↑", mark("Mark row after row")),
)
FIELD_KEYS: Final[tuple[tuple[str, str], ...]] = (
    ("Tab Shift+Tab", mark("The next field, the one before")),
    ("Enter", mark("The next field; a new line where a field has several")),
    ("1 2 3 … ← →", mark("Choose one of the words shown")),
    ("→", mark("Take what is suggested")),
)


def label(command: Command) -> str:
    """Its label in the user's language."""
    return marked(command.label)


def help_text(command: Command) -> str:
    """Its help in the user's language."""
    return marked(command.help)
