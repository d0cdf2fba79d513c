"""Compiles the message catalogues (.po → .mo) for wheels and editable installs; used by hatchling only."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Write the .mo beside every .po under `root`; returns them."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = []
    for po in sorted(root.rglob("*.po")):
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name, abort_invalid=True)
        mo = po.with_suffix(".mo")
        with mo.open("wb") as target:
            write_mo(target, catalogue)
        compiled.append(mo)
    return compiled


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg] # hatchling's config type is of no use here
    """Runs before the files of a wheel are collected; `artifacts` in pyproject.toml takes its files in."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # Any: hatchling's own signature
        """`version` is "standard" or "editable": both need the catalogues."""
        compile_catalogues(Path(self.root) / "src" / "salestui" / "locale")
