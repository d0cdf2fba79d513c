"""The program as people have it: a wheel of this checkout in an environment of its own, all of it compiled."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Installed:
    """Where the measured interpreter and console script are."""

    python: Path
    salestui: Path


def install(folder: Path) -> Installed:
    """Build a wheel of the checkout and install it in a virtual environment in `folder`; one that is there is reused.

    pip compiles what it installs, so both the program and its floor start from .pyc files.
    """
    bin_folder = folder / ("Scripts" if sys.platform == "win32" else "bin")
    found = Installed(bin_folder / "python", bin_folder / "salestui")
    with tempfile.TemporaryDirectory() as wheels:
        _pip(Path(sys.executable), "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, str(CHECKOUT))
        (wheel,) = Path(wheels).glob("*.whl")
        if not found.python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            _pip(found.python, "install", str(wheel))
        else:
            _pip(found.python, "install", "--force-reinstall", "--no-deps", str(wheel))
    return found


def _pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"pip failed: {result.stderr}")
