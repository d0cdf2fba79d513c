"""`,`: the settings of one's own, and every command with its keys; Enter changes what is under the cursor.

Written to config.toml at once, comments kept. Keys and looks hold from now on, the rest from the next start on.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from salestui.config import Settings, schema, writing
from salestui.domain.visible import visible
from salestui.errors import SalestuiError
from salestui.i18n import _, mark, marked
from salestui.tui import keymap
from salestui.tui.choosing import Choose
from salestui.tui.commands import COMMANDS, Command, bindings, command_of, help_text, keys_shown, label
from salestui.tui.screens.asking import AskKey, AskText
from salestui.tui.text import content
from salestui.tui.undoing import Undoing
from salestui.tui.widgets.record_table import RecordTable, Rows, TableColumn, TableRow

_WORDS: Final[Mapping[str, tuple[str, str]]] = {  # name, what it is; a setting without words is shown by its key
    "language": (mark("language"), mark("of the program; unset, the system's")),
    "owner": (mark("my name"), mark("what I own is shown first")),
    "currency": (mark("currency"), mark("of amounts typed without one")),
    "theme": (mark("theme"), mark("how the screens look; F12 tries them")),
    "mouse": (mark("mouse"), mark("false leaves it to the terminal, which then selects text")),
    "default_grade": (mark("default grade"), mark("what a customer without a grade counts as")),
}
_SCOPES: Final[Mapping[str, str]] = {
    "everywhere": mark("KEYS EVERYWHERE"),
    "records": mark("KEYS WITH A CUSTOMER IN HAND"),
    "today": mark("KEYS ON TODAY"),
    "customers": mark("KEYS ON CUSTOMERS"),
    "value": mark("KEYS IN THE LIST OF WORTH"),
    "card": mark("KEYS ON A CARD"),
    "satisfaction": mark("KEYS AT SCORES AND COMPLAINTS"),
    "board": mark("KEYS ON BOARDS"),
    "tasks": mark("KEYS ON TASKS"),
    "funnel": mark("KEYS IN THE FUNNEL"),
    "period": mark("KEYS IN THE FIGURES"),
    "reviews": mark("KEYS ON REVIEWS"),
    "review": mark("KEYS IN A REVIEW"),
    "feedback": mark("KEYS ON CUSTOMER FEEDBACK"),
    "narrowed": mark("KEYS THAT NARROW THE FIGURES"),
    "figures": mark("KEYS ON THE FIGURES"),
    "behind": mark("KEYS ON THE ROWS OF A FIGURE"),
    "chart": mark("KEYS ON A CHART"),
    "owners": mark("KEYS ON OWNERS SIDE BY SIDE"),
    "targets": mark("KEYS TO THE GOALS"),
    "goals": mark("KEYS ON GOALS"),
    "list": mark("KEYS ON OTHER LISTS"),
    "agenda": mark("KEYS IN THE WEEK"),
    "overview": mark("KEYS ON OWNERS"),
    "form": mark("KEYS IN FORMS"),
    "likely": mark("KEYS WHERE A CUSTOMER MAY BE NEW"),
    "screen": mark("KEYS ON OTHER SCREENS"),
    "settings": mark("KEYS IN THE SETTINGS"),
}
_AT_NEXT_START: Final = frozenset({"language", "owner", "currency", "default_grade", "mouse"})


def columns() -> list[TableColumn]:
    """The columns of the settings, in the user's language."""
    return [
        TableColumn("name", _("setting"), 14),
        TableColumn("value", _("now"), 16),
        TableColumn("what", "", 20, elastic=1),
    ]


class SettingsScreen(Undoing):
    """One list: settings, then keys."""

    SCOPES: ClassVar[tuple[str, ...]] = ("everywhere", "screen", "settings")
    HINTS = ("default", "palette", "back")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("screen", "settings")]

    def body(self) -> ComposeResult:
        """The list, and what there is to say about the row in hand."""
        yield RecordTable(columns(), id="settings")
        yield Static(id="detail", markup=False)

    def look(self) -> None:
        """What is in force."""
        self.query_one(RecordTable).show(Rows(dict(self._rows())))

    def _rows(self) -> Iterator[tuple[str, TableRow]]:
        heading = _("SETTINGS")
        for name, key in schema.KEYS.items():
            if "." not in name:
                told, what = (marked(each) for each in _WORDS.get(name, (name, "")))
                value = _bare(key.show(self.desk.settings)) or "–"
                yield f"setting:{name}", TableRow({"name": told, "value": value, "what": what}, heading=heading)
                heading = ""
        scope = ""
        for command in sorted(COMMANDS, key=lambda each: list(_SCOPES).index(each.scope)):
            heading = "" if command.scope == scope else marked(_SCOPES[command.scope])
            scope = command.scope
            keys = keys_shown(command, self.desk.settings.keys)
            cells = {"name": label(command), "value": keys, "what": help_text(command)}
            yield f"key:{command.id}", TableRow(cells, heading=heading)

    # ── the row in hand ──────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _setting(self) -> "schema.Key[object] | None":
        kind, _colon, name = (self.query_one(RecordTable).key or "").partition(":")
        return schema.KEYS[name] if kind == "setting" else None

    @property
    def _command(self) -> Command | None:
        kind, _colon, name = (self.query_one(RecordTable).key or "").partition(":")
        return command_of(name) if kind == "key" else None

    @on(RecordTable.Highlighted)
    def show_detail(self) -> None:
        """Where the value comes from, and what can be done."""
        if not self.query(RecordTable):
            return  # the table spoke as it was taken away
        key, command = self._setting, self._command
        name = key.name if key is not None else f"keys.{command.id}" if command is not None else ""
        source = self.desk.settings.sources.get(name)
        where = _("from {file}", file=visible(str(source))) if source is not None else _("by default")
        detail = self.why_fixed() or _("Enter changes it, Backspace takes the default")
        lines = [content(f"{name}: {where}", "$text"), content(detail)]
        self.query_one("#detail", Static).update(Content("\n").join(lines), layout=False)
        self.show_hints()

    def why_fixed(self) -> str | None:
        """Why the row in hand cannot be changed here; None where it can."""
        key, command = self._setting, self._command
        shared = self.desk.paths.shared_settings
        if key is not None and key.is_shared and shared.exists():
            return _("everybody's: {file} says it", file=visible(str(shared)))
        if command is not None and keymap.is_fixed(command):
            return _("{command} keeps its key", command=label(command))
        return None

    def why_not(self, command: str) -> str | None:
        """As Frame's; and there may be nothing to change."""
        if command == "default":
            return self.why_fixed()
        return _("these are the settings") if command == "settings" else super().why_not(command)

    def action_back(self) -> None:
        """To where one was."""
        self.dismiss(None)

    # ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────

    @on(RecordTable.Chosen)
    def change(self) -> None:
        """Ask for the new value."""
        fixed, key, command = self.why_fixed(), self._setting, self._command
        if fixed is not None:
            self.say(fixed, wrong=True)
        elif command is not None:
            self._change_keys(command)
        elif key is not None:
            self._change_value(key)

    @work
    async def _change_value(self, key: "schema.Key[object]") -> None:
        title = marked(_WORDS.get(key.name, (key.name, ""))[0])
        if key.kind.words:
            chosen = await self.app.push_screen_wait(Choose(title, {word: (word, "") for word in key.kind.words}))
        else:
            chosen = await self.app.push_screen_wait(AskText(title, _bare(key.show(self.desk.settings))))
        if chosen is not None:
            self._write(key.name, lambda: writing.set_value(self.desk.paths, os.environ, key.name, chosen)[1])

    @work
    async def _change_keys(self, command: Command) -> None:
        remapped = self.desk.settings.keys
        title = _("New key for {command}, now {keys}", command=label(command), keys=keys_shown(command, remapped))
        pressed = await self.app.push_screen_wait(
            AskKey(title, lambda key: keymap.refusal(command, key, self.desk.settings.keys))
        )
        if pressed == "":
            self.action_default()
        elif pressed is not None:
            keys = keymap.with_key(command, pressed, remapped)
            name = f"keys.{command.id}"
            self._write(name, lambda: writing.set_value(self.desk.paths, os.environ, name, keys)[1])

    def action_default(self) -> None:
        """What holds where nobody says otherwise."""
        key, command = self._setting, self._command
        if command is not None:
            name = f"keys.{command.id}"
            others = {each: keys for each, keys in self.desk.settings.keys.items() if each != command.id}
            for own in command.keys.split(","):
                why = keymap.refusal(command, own, others)
                if why is not None:
                    self.say(why, wrong=True)
                    return
        elif key is not None:
            name = key.name
        else:
            return
        if name not in self.desk.settings.sources and (command is None or command.id not in self.desk.settings.keys):
            self.say(_("it is the default already"))
            return
        self._write(name, lambda: writing.unset_value(self.desk.paths, os.environ, name)[1])

    def _write(self, name: str, write: Callable[[], Settings]) -> None:
        """Have it written; then let it hold."""
        try:
            written = write()
        except SalestuiError as problem:  # what was typed cannot be, or the file cannot be written
            self.salestui.tell(problem)  # in full: it names a file
            return
        self._adopt(name, written)
        self.look_again()
        later = _("; it holds from the next start on") if name in _AT_NEXT_START else ""
        self.say(_("written to {file}", file=self.desk.paths.config_file.name) + later)

    def _adopt(self, name: str, written: Settings) -> None:
        """Take over what was changed, and only that: the program may run on settings that stand in no file."""
        settings = self.desk.settings
        section, _dot, bare = name.rpartition(".")
        if section == schema.COMMAND_KEYS:
            keys = {each: value for each, value in settings.keys.items() if each != bare}
            settings = replace(settings, keys=keys | ({bare: written.keys[bare]} if bare in written.keys else {}))
        elif name != "default_grade":  # which stands in the rule book
            settings = replace(settings, **{name: getattr(written, name)})
        self.desk.settings = replace(settings, sources=written.sources)
        self.app.set_keymap(keymap.in_force(self.desk.settings.keys))
        if name == "theme":
            self.app.theme = f"salestui-{settings.theme}"


def _bare(shown: str) -> str:
    """A value as TOML, without the quotes of a text."""
    return shown[1:-1].replace('\\"', '"').replace("\\\\", "\\") if shown.startswith('"') else shown
