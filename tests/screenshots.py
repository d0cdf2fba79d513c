"""Makes the pictures of README from the sample company with a frozen clock: `python -m tests.screenshots`.

SVG by Textual; PNG by rsvg-convert (Debian: librsvg2-bin, fonts-noto-cjk, fonts-dejavu-core) where it is there.
"""

import asyncio
import re
import shutil
import subprocess
import tempfile
from datetime import datetime
from html import escape, unescape
from pathlib import Path

from rich.cells import cell_len

from salestui.i18n import use
from salestui.paths import resolve
from salestui.services.desks import Desks
from salestui.services.sample import build_sample, sample_settings
from salestui.tui.app import SalestuiApp

NOW = datetime.fromisoformat("2026-11-20T09:42:00+08:00")
FOLDER = Path(__file__).parents[1] / "screenshots"
_CELL = 12.2  # the width of a cell in Textual's pictures
_TEXT = re.compile(r'<text class="([^"]*)" x="([^"]*)" y="([^"]*)" textLength="[^"]*"([^>]*)>([^<]*)</text>')
_RUN = re.compile(
    r"[\u2800-\u28ff]|[\u1100-\u27ff\u2900-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]+"
    r"|[^\s\u1100-\u9fff\uac00-\ud7ff\uf900-\uffef]+"
)

# name → (language, size, keys pressed before the picture)
PICTURES: dict[str, tuple[str, tuple[int, int], tuple[str, ...]]] = {
    "today": ("en", (100, 30), ()),
    "today-zh": ("zh_CN", (80, 24), ()),
    "follow-up": ("en", (100, 30), ("f", "p", "tab", *"Quote sent, 120 users", "tab", *"+3d")),
    "customers": ("en", (100, 30), ("2", "j", "j")),
    "card": ("en", (140, 45), ("2", "j", "j", "enter")),
    "week": ("en", (140, 45), ("a",)),
    "tasks": ("en", (100, 30), ("3", "o")),
    "funnel": ("en", (100, 30), ("4",)),
    "funnel-zh": ("zh_CN", (80, 24), ("4",)),
    "figures": ("en", (140, 45), ("6",)),
    "figures-zh": ("zh_CN", (80, 24), ("6",)),
    "figure": ("en", (100, 30), ("6", *["l"] * 6, "enter")),
    "chart": ("en", (100, 30), ("6", "c")),
    "owners": ("en", (100, 30), ("6", "O")),
    "card-zh": ("zh_CN", (80, 24), ("2", "j", "j", "enter")),
}


def _placed(found: re.Match[str]) -> str:
    """A text as runs put at their own cells: fonts for 中文 are not two cells wide, those for braille not one; spaces
    get lost."""
    style, x, y, rest, escaped = found.groups()
    text = unescape(escaped).replace("\u00a0", " ")
    return "".join(
        f'<text class="{style}" x="{float(x) + cell_len(text[: run.start()]) * _CELL:g}" y="{y}"'
        f' textLength="{cell_len(run[0]) * _CELL:g}"{rest}>{escape(run[0])}</text>'
        for run in _RUN.finditer(text)
    )


async def picture(name: str, home: Path) -> None:
    """Open the program on the sample company, press the keys, keep what is seen."""
    language, size, keys = PICTURES[name]
    use(language)
    environ = {"SALESTUI_HOME": str(home)}
    settings = sample_settings(language, "Asia/Shanghai")
    app = SalestuiApp(Desks(resolve(None, environ), settings, lambda: NOW))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(" " if key == " " else key)
        await pilot.pause(0.3)
        svg = _TEXT.sub(_placed, app.export_screenshot())
    target = FOLDER / f"{name}.svg"
    target.write_text(svg, encoding="utf-8")
    if shutil.which("rsvg-convert"):
        subprocess.run(["rsvg-convert", target, "-o", target.with_suffix(".png"), "-z", "1.2"], check=True)


def main() -> None:
    """All pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for language in ("en", "zh_CN"):
            home = Path(folder) / language
            use(language)
            build_sample(home / "salestui.db", NOW, language)
        for name, (language, _size, _keys) in PICTURES.items():
            asyncio.run(picture(name, Path(folder) / language))
            shutil.rmtree(Path(folder) / language / "drafts", ignore_errors=True)  # else the next one is offered them


if __name__ == "__main__":
    main()
