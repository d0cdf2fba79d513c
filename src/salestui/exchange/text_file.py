"""A text written to a new file: nothing that is there is ever written over."""

import os
import re
from itertools import count
from pathlib import Path
from typing import Final

from salestui.errors import StoreError
from salestui.i18n import _
from salestui.services.naming import repr_text

_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_NAME: Final = re.compile(r"[^\w.-]+")


def write_new(folder: Path, stem: str, suffix: str, text: str) -> Path:
    """Write `text` into `folder` as `stem` and `suffix`, with a number between where that is there; gives its path.

    UTF-8, readable by its owner alone. Raises StoreError where it cannot be written.
    """
    stem = _NAME.sub("-", stem)
    for number in count(1):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
        try:
            with os.fdopen(os.open(path, _FLAGS, 0o600), "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            continue
        except OSError as problem:
            raise StoreError(
                _("{file} cannot be written: {reason}", file=repr_text(str(path)), reason=problem.strerror),
                _("free some space, or give the folder back its rights"),
            ) from None
        return path
    raise AssertionError("numbers never end")
