"""What the environment says: the clock, the time zone, the login name."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from salestui.domain.visible import visible
from salestui.errors import SettingsError
from salestui.i18n import _

_LOCALTIME = Path("/etc/localtime")


def now_from(environ: Mapping[str, str]) -> Callable[[], datetime]:
    """The clock: aware UTC. SALESTUI_NOW stops it at one instant, for tests, screenshots and demos.

    Raises SettingsError where the variable is no instant with an offset.
    """
    stated = environ.get("SALESTUI_NOW")
    if not stated:
        return lambda: datetime.now(UTC)
    try:
        fixed = datetime.fromisoformat(stated)
        if fixed.tzinfo is None:
            raise ValueError(stated)
        fixed = fixed.astimezone(UTC)
    except (ValueError, OverflowError):
        raise SettingsError(
            _('SALESTUI_NOW = "{value}": not an instant with an offset', value=visible(stated)),
            _("write 2024-05-10T09:00:00+08:00"),
        ) from None
    return lambda: fixed


def login_name(environ: Mapping[str, str]) -> str:
    """Who is at the keyboard; "me" where the system does not know."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):  # the order of getpass, which costs 4 ms to import
        if environ.get(name):
            return environ[name]
    try:
        import pwd
    except ImportError:  # Windows, which sets USERNAME
        return "me"
    import os

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's number without a name
        return "me"


def usual_alert(environ: Mapping[str, str]) -> str:
    """How a clock's turn is told where no setting says it: in the window's title, and over SSH not at all.

    There the title belongs to whoever set it to tell the machines apart. The console of Linux has none.
    """
    quiet = environ.get("SSH_CONNECTION") or environ.get("SSH_TTY") or environ.get("TERM") == "linux"
    return "off" if quiet else "title"


def is_time_zone(name: str) -> bool:
    """Is this the IANA name of a time zone?"""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; no relative path; a folder such as "Europe"
        return False
    return True


def system_time_zone(environ: Mapping[str, str]) -> str:
    """The IANA name of this machine's time zone: TZ, /etc/localtime, what tzlocal finds, or UTC."""
    stated = environ.get("TZ", "").removeprefix(":")
    if stated and is_time_zone(stated):
        return stated
    try:
        linked = str(_LOCALTIME.readlink()).partition("zoneinfo/")[2]
    except OSError:  # no link, or Windows
        linked = ""
    if linked and is_time_zone(linked):
        return linked
    import tzlocal  # 10 ms, and seldom reached

    try:
        found = tzlocal.get_localzone_name()
    except (KeyError, ValueError, OSError):  # it found nothing, or something that is no zone
        return "UTC"
    return found if found and is_time_zone(found) else "UTC"
