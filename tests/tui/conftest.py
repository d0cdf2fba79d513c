"""The sample company, made once for each language in a session and copied for every test that needs it."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest

from salestui.i18n import use
from salestui.services.sample import build_sample
from tests.tui.stage import NOW

HomeMaker = Callable[[str], Path]


@pytest.fixture(scope="session")
def sample_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The sample company of a language, not to be written to."""
    folder = tmp_path_factory.mktemp("sample-companies")

    def made(language: str) -> Path:
        path = folder / f"{language}.db"
        if not path.exists():
            use(language)
            build_sample(path, NOW, language)
        return path

    return made


@pytest.fixture
def home_of(sample_of: Callable[[str], Path], tmp_path: Path) -> HomeMaker:
    """Makes a home with a fresh copy of the sample company of a language."""

    def make(language: str) -> Path:
        home = tmp_path / f"home-{language}"
        home.mkdir(exist_ok=True)
        copy(sample_of(language), home / "salestui.db")
        return home

    return make


@pytest.fixture
def home(home_of: HomeMaker) -> Path:
    """A home with a fresh copy of the English sample company."""
    return home_of("en")
