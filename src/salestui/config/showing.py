"""The settings in force, each with the file it comes from: what `config` prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from salestui.config import schema
from salestui.config.reading import inside, nearest_key
from salestui.config.settings import Settings
from salestui.domain.visible import visible
from salestui.errors import UsageError
from salestui.i18n import _


@dataclass(frozen=True, slots=True)
class InForce:
    """One setting: dotted name, value as TOML (empty: nothing set), and its file (None: the default)."""

    key: str
    value: str
    source: Path | None


def in_force(settings: Settings) -> tuple[InForce, ...]:
    """Every setting, in the order of the table; a command's own key after them."""
    keys = (*schema.KEYS.values(), *(schema.command_key(command) for command in sorted(settings.keys)))
    return tuple(InForce(key.name, key.show(settings), settings.sources.get(key.name)) for key in keys)


def render(settings: Settings) -> str:
    """All of them as TOML, with a remark where each comes from."""
    return "\n".join(_lines(in_force(settings)))


def get(settings: Settings, name: str) -> str:
    """One setting as its bare value, or the settings of one section as TOML. UsageError for neither."""
    found = [each for each in in_force(settings) if each.key == name]
    if found:
        value = found[0].value
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\") if value.startswith('"') else value
    if name in schema.SECTIONS:
        return "\n".join(_lines(each for each in in_force(settings) if each.key.startswith(f"{name}.")))
    raise unknown_key(name)


def unknown_key(name: str) -> UsageError:
    """Nothing is set by that name."""
    return UsageError(_("Unknown key {key}", key=visible(name)), nearest_key(name))


def section_needs_key(name: str) -> UsageError:
    """A section was named where one setting is wanted."""
    return UsageError(_("{key} is a section", key=name), inside(name))


def _lines(settings: "tuple[InForce, ...] | Iterator[InForce]") -> Iterator[str]:
    blank = False
    for section, members in groupby(settings, key=lambda each: each.key.rpartition(".")[0]):
        if section:
            if blank:
                yield ""
            yield f"[{section}]"
        for each in members:
            source = visible(str(each.source)) if each.source else _("default")
            bare = each.key.rpartition(".")[2]
            yield f"{bare} = {each.value}  # {source}" if each.value else f"# {bare}  # {source}"
        blank = True
