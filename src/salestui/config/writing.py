"""Changes one setting in its file: comments and order survive, the new text is checked first."""

import errno
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from salestui.config import schema
from salestui.config.kinds import RefusedError, as_written
from salestui.config.reading import settle, text_of
from salestui.config.settings import Settings
from salestui.config.showing import section_needs_key, unknown_key
from salestui.domain.visible import visible
from salestui.errors import InvalidValueError, SettingsError
from salestui.i18n import _
from salestui.paths import Paths


def set_value(paths: Paths, environ: Mapping[str, str], name: str, text: str) -> tuple[Path, Settings]:
    """Put `text` down for the setting `name`: the file written, and the settings in force from now on.

    A setting of the desk goes into the shared settings where there are any, any other into config.toml.
    Nothing is written on UsageError (an unknown key), InvalidValueError (a value it cannot hold) and
    SettingsError (the files as they would be are wrong, or cannot be written).
    """
    key = _key(name)
    typed = key.kind.typed(text)
    try:
        key.kind.read(typed)
    except RefusedError as refused:
        raise InvalidValueError(
            _("{key} = {value}: {problem}", key=name, value=as_written(typed), problem=refused.problem),
            refused.hint,
        ) from None
    return _rewritten(paths, environ, key, lambda text: _changed(text, name, typed))


def unset_value(paths: Paths, environ: Mapping[str, str], name: str) -> tuple[Path, Settings]:
    """Take out what a file says of the setting `name`, so that its default holds; as `set_value` otherwise."""
    return _rewritten(paths, environ, _key(name), lambda text: _without(text, name))


def _rewritten(
    paths: Paths, environ: Mapping[str, str], key: "schema.Key[object]", change: Callable[[str], str]
) -> tuple[Path, Settings]:
    texts = {file: text_of(file) for file in (paths.config_file, paths.shared_settings)}
    shared = key.is_shared and texts[paths.shared_settings] is not None
    file = paths.shared_settings if shared else paths.config_file
    settle(paths, environ, *texts.values())  # what is wrong already is told as such, before it is edited
    before = texts[file] or ""
    texts[file] = change(before)
    settings = settle(paths, environ, *texts.values())
    if texts[file] != before:
        _replace(file, texts[file] or "")
    return file, settings


def _key(name: str) -> "schema.Key[object]":
    section, _dot, bare = name.rpartition(".")
    if section == schema.COMMAND_KEYS and bare:
        return schema.command_key(bare)  # type: ignore[return-value] # a key of text is one of objects to read
    if name in schema.SECTIONS:
        raise section_needs_key(name)
    if name not in schema.KEYS:
        raise unknown_key(name)
    return schema.KEYS[name]


def _changed(text: str, name: str, value: object) -> str:
    """`text` with one setting changed or added, everything else as it was."""
    import tomlkit  # 40 ms, for this command only
    from tomlkit.container import Container
    from tomlkit.items import AbstractTable

    document = tomlkit.parse(text)
    *sections, bare = name.split(".")
    table: Container | AbstractTable = document
    for section in sections:
        if section not in table:
            table[section] = tomlkit.table(is_super_table=section != sections[-1])
        inner = table[section]
        assert isinstance(inner, AbstractTable | Container)  # `settle` has read this text
        table = inner
    table[bare] = value
    return tomlkit.dumps(document)


def _without(text: str, name: str) -> str:
    """`text` without one setting, everything else as it was."""
    import tomlkit
    from tomlkit.container import Container
    from tomlkit.items import AbstractTable

    document = tomlkit.parse(text)
    *sections, bare = name.split(".")
    table: Container | AbstractTable = document
    for section in sections:
        if section not in table:
            return text
        inner = table[section]
        assert isinstance(inner, AbstractTable | Container)  # `settle` has read this text
        table = inner
    if bare not in table:
        return text
    table.remove(bare)
    return tomlkit.dumps(document)


def _replace(file: Path, text: str) -> None:
    """Write all of `text` or nothing; a link keeps pointing where it did, a file keeps who may read it."""
    target = file.resolve()
    temporary: str | None = None
    try:
        if target.exists() and not target.stat().st_mode & 0o222:  # a new file in its place would not mind
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # 0600
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            Path(temporary).chmod(target.stat().st_mode & 0o777)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise SettingsError(
            _("{file}: cannot be written ({reason})", file=visible(str(file)), reason=error.strerror)
        ) from None
