"""Where the cases and real files from other systems are; tests that need them skip where they are absent."""

import os
from pathlib import Path

import pytest

_SHARED = Path(os.environ.get("SALESTUI_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def shared(*parts: str) -> Path:
    """The path of a shared file; skips the calling test, with the reason, where it is absent."""
    path = _SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared cases are absent: {'/'.join(parts)}")
    return path
