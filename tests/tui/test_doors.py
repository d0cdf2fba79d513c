"""User text reaches the terminal through tui/text.py alone: the source of the screens is held to it."""

from pathlib import Path

import pytest

import salestui.tui
from tests.tui.doors import leaks

TUI = Path(salestui.tui.__file__).parent
MODULES = sorted(path for path in TUI.rglob("*.py") if path != TUI / "text.py")  # all but the door itself


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TUI)))
def test_what_is_shown_came_through_the_door(path: Path) -> None:
    assert [str(leak) for leak in leaks(path.read_text(encoding="utf-8"))] == []


BAD = {
    "an f-string": 'Static(f"Follow-up: {name}", markup=False)',
    "an f-string in Content": 'Static(Content(f"{name}"))',
    "a bare argument": "def show(name: str) -> None:\n    Static(name, markup=False)",
    "an attribute": "Label(row.customer, markup=False)",
    "a format": 'Static("{}".format(name), markup=False)',
    "a percent format": 'Static("%s" % name, markup=False)',
    "a sentence with a value": 'Static(_("hello {name}", name=name), markup=False)',
    "a constant plus a name": 'Static("hello " + name, markup=False)',
    "a variable of a name": "def show(name: str) -> None:\n    text = name\n    Static(text, markup=False)",
    "sometimes made": "def show(name: str) -> None:\n    t = content(name)\n    t = name\n    w.update(t)",
    "one of two": "w.update(content(a) if a else name)",
    "update": "self.query_one(Static).update(name)",
    "a notification": "self.notify(name, markup=False)",
    "a notification as markup": 'self.notify("saved")',
    "a title": "self.border_title = name",
    "a tooltip": "widget.tooltip = row.text",
    "an option": "OptionList(Option(name))",
    "a button": "Button(name)",
    "a keyword": "Button(label=name)",
    "joined names": 'w.update(Content("\\n").join(names))',
    "assembled": "w.update(Content.assemble(content(a), name))",
    "assembled with a style": 'w.update(Content.assemble((name, "bold")))',
    "Static with markup": 'Static("[b]now[/b]")',
    "an empty Static with markup": 'Static(id="detail")',
    "markup from outside": "w.update(Content.from_markup(name))",
    "a field that does not clean": "Input(value=name)",
    "a text area that does not clean": "TextArea(name)",
    "a log": "RichLog()",
    "out of a tuple": "def show(pair: tuple[str, str]) -> None:\n    a, b = pair\n    w.update(a)",
    "a function that says str": "def said() -> str:\n    return x\nw.update(said())",
}
GOOD = {
    "a constant": 'Static("saved", markup=False)',
    "nothing yet": 'Static(id="detail", markup=False)',
    "a sentence": 'Static(content(_("hello {name}", name=name)), markup=False)',
    "a sentence without values": 'Static(_("no customers yet"), markup=False)',
    "content": "Static(content(row.text))",
    "paragraphs": "w.update(paragraphs(text))",
    "a template": 'w.update(template("[b]$name[/b]", name=name))',
    "a variable made": "def show(name: str) -> None:\n    text = content(name)\n    w.update(text)",
    "an argument that is Content": "def show(text: Content) -> None:\n    w.update(text)",
    "assembled": 'w.update(Content.assemble(content(a), "  ", (plain(b), "bold")))',
    "joined": 'w.update(Content("\\n").join([content(a), *(content(each) for each in rows)]))',
    "joined lines of a method": "class A:\n    def _lines(self) -> Iterator[Content]: ...\n    def f(self) -> None:\n"
    '        w.update(Content("\\n").join(self._lines()))',
    "a notification": "self.notify(content(name), markup=False)",
    "a title": "self.border_title = plain(name)",
    "an attribute of our own": "self.label = name",
    "a command": "await self.write(review)",
}


@pytest.mark.parametrize("source", BAD.values(), ids=BAD)
def test_a_leak_is_found(source: str) -> None:
    assert leaks(source) != []


@pytest.mark.parametrize("source", GOOD.values(), ids=GOOD)
def test_what_came_through_the_door_is_not_taken_for_a_leak(source: str) -> None:
    assert leaks(source) == []


def test_the_rule_looks_at_all_screens() -> None:
    assert len(MODULES) > 20
    assert {"today.py", "form.py", "entry.py", "bars.py", "messages.py"} <= {path.name for path in MODULES}
