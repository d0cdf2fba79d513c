"""The key table of README, made from the key registry: `python -m tests.readme` writes it; a test holds it fresh."""

from pathlib import Path

from salestui.i18n import use
from salestui.tui.commands import COMMANDS, help_text

README = Path(__file__).parents[1] / "README.md"
_BEGIN = "<!-- keys: made from the key registry by `python -m tests.readme` -->\n"
_END = "<!-- end of keys -->"


def key_table() -> str:
    """Every command with its keys, as Markdown."""
    use("en")
    rows = [f"| {' '.join(f'`{key}`' for key in command.shown_keys)} | {help_text(command)} |" for command in COMMANDS]
    return "\n".join(["| key | what it does |", "|---|---|", *rows]) + "\n"


def with_table(text: str) -> str:
    """README's text with a fresh table."""
    before, _begin, rest = text.partition(_BEGIN)
    _old, _end, after = rest.partition(_END)
    return before + _BEGIN + key_table() + _END + after


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
