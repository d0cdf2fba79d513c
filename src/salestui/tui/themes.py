"""Four looks, one accent each: dark, light, high contrast, and one of sixteen colours only."""

from textual.theme import Theme

from salestui.config.settings import THEMES

LOOKS = (
    Theme(
        name="salestui-dark",
        primary="#5fafd7",
        secondary="#87afaf",
        accent="#5fafd7",
        foreground="#d0d0d0",
        background="#121212",
        surface="#1c1c1c",
        panel="#262626",
        success="#87af5f",
        warning="#d7af5f",
        error="#d75f5f",
        dark=True,
        variables={"block-cursor-background": "#264f66", "block-cursor-foreground": "#ffffff"},
    ),
    Theme(
        name="salestui-light",
        primary="#005f87",
        secondary="#5f8787",
        accent="#005f87",
        foreground="#262626",
        background="#ffffff",
        surface="#f4f4f4",
        panel="#e4e4e4",
        success="#376e00",
        warning="#875f00",
        error="#af0000",
        dark=False,
        variables={"block-cursor-background": "#c6e2f2", "block-cursor-foreground": "#000000"},
    ),
    Theme(
        name="salestui-contrast",
        primary="#00ffff",
        secondary="#ffffff",
        accent="#00ffff",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#303030",
        success="#00ff00",
        warning="#ffff00",
        error="#ff5f5f",
        dark=True,
        variables={"block-cursor-background": "#ffffff", "block-cursor-foreground": "#000000"},
    ),
    Theme(
        name="salestui-16",
        ansi=True,  # the terminal's own colours, not an imitation
        primary="ansi_bright_cyan",
        secondary="ansi_cyan",
        accent="ansi_bright_cyan",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_bright_black",
        success="ansi_green",
        warning="ansi_yellow",
        error="ansi_bright_red",
        dark=True,
        variables={
            "ansi-background": "ansi_black",
            "ansi-foreground": "ansi_white",
            "border-blurred": "ansi_black",
            "block-cursor-background": "ansi_cyan",
            "block-cursor-foreground": "ansi_black",
            "input-cursor-background": "ansi_white",
            "input-cursor-foreground": "ansi_black",
            "input-cursor-text-style": "none",
            "input-selection-background": "ansi_bright_blue",
            "input-selection-foreground": "ansi_black",
            "screen-selection-background": "ansi_bright_blue",
            "screen-selection-foreground": "ansi_black",
        },
    ),
)

# Textual knows them by the word of the setting behind our own name.
assert {look.name for look in LOOKS} == {f"salestui-{word}" for word in THEMES}
