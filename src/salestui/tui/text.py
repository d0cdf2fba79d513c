"""The only door through which user text reaches the screen: cleaned, measured in cells, never markup.

An AST test keeps f-strings and bare variables out of the other doors (Label, Static, notify, titles …).
"""

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from salestui.domain.visible import visible

ELLIPSIS = "…"


def plain(text: str) -> str:
    """`text` on one line with acting characters made visible; for places that take a string as it is."""
    return visible(text)


def plain_lines(text: str) -> str:
    """The same with its line breaks kept; for fields of several lines."""
    return visible(text, lines=True)


def content(text: str, style: str = "") -> Content:
    """One line of user text, in a theme style such as "bold $error"."""
    return Content.styled(visible(text), style) if style else Content(visible(text))


def paragraphs(text: str) -> Content:
    """User text that keeps its line breaks."""
    return Content(visible(text, lines=True))


def template(markup: str, /, **values: object) -> Content:
    """Our own markup with values put in as data: `template("[b]$name[/b]", name=…)`."""
    return Content.from_markup(markup, **{name: visible(str(value)) for name, value in values.items()})


def fit(text: str, width: int, *, right: bool = False) -> str:
    """`text` cleaned, in exactly `width` cells: padded, or cut with an ellipsis (CJK counts two)."""
    line = visible(text)
    length = cell_len(line)
    if length > width:
        cut = set_cell_size(line, width - 1).rstrip()  # half a character's cell comes back as a space
        return set_cell_size(cut + ELLIPSIS, width) if width > 0 else ""
    space = " " * (width - length)
    return space + line if right else line + space


def cells(text: str) -> int:
    """How many cells `text` takes once cleaned."""
    return cell_len(visible(text))


def broken(text: str, width: int) -> tuple[str, str]:
    """`text` cleaned, in two: what fits into `width` cells, up to a space if one comes late enough, and the rest."""
    line = visible(text)
    if cell_len(line) <= width:
        return line, ""
    head = set_cell_size(line, width).rstrip() if width > 0 else ""
    space = head.rfind(" ") if not line[len(head) : len(head) + 1].isspace() else len(head)
    if space >= len(head) // 4:
        head = head[:space]
    return head, line[len(head) :].lstrip()
