"""The settings in force: read from TOML, checked against one table of keys, handed out as one frozen value.

This package knows files and the environment, no command and no screen. Only the command `config` and the settings
screen use `showing` and `writing`.
"""

from salestui.config.machine import now_from
from salestui.config.reading import load
from salestui.config.settings import Settings

__all__ = ["Settings", "load", "now_from"]
