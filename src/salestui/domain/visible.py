"""Makes characters visible that would act on a terminal, or hide, instead of being read.

Stored text is anybody's text: an escape sequence in a CSV cell can write the clipboard. Pure; every display
door (the command line's, the screen's) goes through here.
"""

import re

# C0, DEL, C1; zero-width signs; marks and controls of writing direction; line and paragraph separators; lone
# surrogates; interlinear annotation; tag characters. The zero-width joiner stays: it holds emoji together.
ACTING = (
    "\x00-\x1f\x7f-\x9f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_ONE_LINE = f"[{ACTING}]"  # compiled, and kept, by `re` when first needed: most runs never do
_LINES = f"(?!\\n)[{ACTING}]"


def visible(text: str, *, lines: bool = False) -> str:
    """`text` with every acting character shown as a sign: ESC as ␛, U+202E as <U+202E>.

    One line comes back as one line (a line break becomes ␊); with `lines`, line breaks stay, CR LF counting
    as one, and a tab becomes four spaces.
    """
    if text.isprintable():  # none of the acting characters is: the common case costs no search
        return text
    if not lines:
        return re.sub(_ONE_LINE, _sign, text)
    return re.sub(_LINES, _sign, text.replace("\r\n", "\n").replace("\t", "    "))


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"<U+{code:04X}>"
