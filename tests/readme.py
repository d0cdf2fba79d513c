"""The key table of README, made from the key registry: `python -m tests.readme` writes it; a test holds it fresh."""

from pathlib import Path

from salestui.i18n import use
from salestui.tui.commands import COMMANDS, help_text

README = Path(__file__).parents[1] / "README.md"
_BEGIN = "<!-- keys: made from the key registry by `python -m tests.readme` -->\n"
_END = "<!-- end of keys -->"


_PLACES = {  # scope → where its keys work, in the order of the table
    "everywhere": "everywhere",
    "records": "with the customer in hand",
    "today": "Today",
    "agenda": "the week",
    "overview": "all owners",
    "targets": "where owners or figures are compared",
    "goals": "the goals",
    "list": "other lists",
    "customers": "Customers",
    "value": "what customers are worth",
    "card": "a customer's card",
    "satisfaction": "scores and complaints",
    "board": "Tasks and Funnel",
    "tasks": "Tasks",
    "funnel": "Funnel",
    "period": "figures of a period",
    "figures": "Figures",
    "narrowed": "Figures, rows and charts",
    "behind": "the rows of a figure",
    "chart": "a chart",
    "owners": "owners side by side",
    "reviews": "reviews",
    "review": "a review",
    "feedback": "customer feedback",
    "form": "a form",
    "likely": "a new customer",
    "settings": "settings",
    "screen": "a screen on top",
}


def key_table() -> str:
    """Every command with its keys, place by place, as Markdown."""
    use("en")
    assert {command.scope for command in COMMANDS} <= set(_PLACES)
    rows = []
    for scope, place in _PLACES.items():
        for command in (each for each in COMMANDS if each.scope == scope):
            keys = " ".join(f"`{key}`" for key in command.shown_keys).replace("|", "\\|")
            rows.append(f"| {place} | {keys} | {help_text(command)} |")
            place = ""
    return "\n".join(["| where | key | what it does |", "|---|---|---|", *rows]) + "\n"


def with_table(text: str) -> str:
    """README's text with a fresh table."""
    before, _begin, rest = text.partition(_BEGIN)
    _old, _end, after = rest.partition(_END)
    return before + _BEGIN + key_table() + _END + after


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
