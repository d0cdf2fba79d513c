"""A name for a view."""

from collections.abc import Mapping, Sequence

from salestui.errors import InvalidValueError
from salestui.i18n import _
from salestui.services.desk import Desk
from salestui.services.views import checked_name
from salestui.tui.forms.asking import Asking
from salestui.tui.forms.entry import Entry


class NameForm(Asking[str]):
    """One line; Enter answers."""

    def __init__(self, desk: Desk, title: str, standing: str) -> None:
        super().__init__(desk)
        self._heading = title
        self._standing = standing

    def title_line(self) -> str:
        """What is to be named."""
        return self._heading

    def entries(self) -> Sequence[Entry]:
        """The name."""
        return [Entry("name", _("name"), value=self._standing, required=True, understood=_checked)]

    def read(self, typed: Mapping[str, str]) -> str:
        """The name, on one line."""
        return checked_name(typed.get("name", ""))


def _checked(text: str) -> str:
    try:
        checked_name(text)
    except InvalidValueError as problem:
        raise ValueError(str(problem)) from None
    return ""
