"""The shells' completion scripts, made from the registered commands. They are static: no start-up per Tab."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from salestui.cli.parser import Parser

_EVERYWHERE = ("--db", "--help")


@dataclass(frozen=True, slots=True)
class Completions:
    """What can follow one command: options, the words of closed sets, and the words after single options."""

    options: tuple[str, ...]
    words: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] | None = None


def known_commands() -> dict[str, Completions]:
    """Every registered command; PARSERS of its module (command → function making its parser) tells more."""
    from salestui.cli.main import COMMANDS  # which imports this module's caller by name

    found = {}
    for command, module in COMMANDS.items():
        make = getattr(import_module(module), "PARSERS", {}).get(command)
        found[command] = _taken(make()) if make else Completions(_EVERYWHERE)
    return found


def script(shell: str, commands: Mapping[str, Completions]) -> str:
    """The script for bash, zsh or fish. Raises KeyError for another shell."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](commands)


def _taken(parser: Parser) -> Completions:
    return Completions(
        options=(*(option.flag for option in parser.options), *_EVERYWHERE),
        words=tuple(choice for word in parser.words for choice in word.choices),
        values={option.flag: option.choices for option in parser.options if option.choices},
    )


def _bash(commands: Mapping[str, Completions]) -> str:
    offer = "COMPREPLY=($(compgen -W '{words}' -- \"$current\")); return"
    return f"""# bash completion for salestui: put it into ~/.local/share/bash-completion/completions/salestui
_salestui() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" command="" i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${{COMP_WORDS[i]}}" in
            --db|--format) ((i++)) ;;
            -*) ;;
            *) command="${{COMP_WORDS[i]}}"; break ;;
        esac
    done
    COMPREPLY=()
{_cases(commands, offer)}
}}
complete -o default -F _salestui salestui
"""


def _zsh(commands: Mapping[str, Completions]) -> str:
    return f"""#compdef salestui
# zsh completion for salestui: put it into a folder of $fpath as _salestui
_salestui() {{
    local previous="${{words[CURRENT-1]}}" command="" i
    for ((i = 2; i < CURRENT; i++)); do
        case "${{words[i]}}" in
            --db|--format) ((i++)) ;;
            -*) ;;
            *) command="${{words[i]}}"; break ;;
        esac
    done
{_cases(commands, "compadd -- {words}; return")}
    _files
}}
if [ "$funcstack[1]" = "_salestui" ]; then _salestui "$@"; else compdef _salestui salestui; fi
"""


def _cases(commands: Mapping[str, Completions], offer: str) -> str:
    """The part bash and zsh share: what to offer by the command and the word before."""
    lines = [
        '    [ "$previous" = "--db" ] && return',
        '    case "$command:$previous" in',
    ]
    for command, taken in commands.items():
        for option, words in (taken.values or {}).items():
            lines.append(f"        {command}:{option}) {_offer(offer, words)} ;;")
    lines += [
        "    esac",
        '    case "$command" in',
        f'        "") {_offer(offer, (*commands, *_EVERYWHERE))} ;;',
    ]
    for command, taken in commands.items():
        lines.append(f"        {command}) {_offer(offer, (*taken.words, *taken.options))} ;;")
    return "\n".join([*lines, "    esac"])


def _offer(offer: str, words: Sequence[str]) -> str:
    return offer.replace("{words}", " ".join(words))


def _fish(commands: Mapping[str, Completions]) -> str:
    lines = [
        "# fish completion for salestui: put it into ~/.config/fish/completions/salestui.fish",
        "complete -c salestui -l db -r -F",
        f"complete -c salestui -f -n __fish_use_subcommand -a '{' '.join(commands)}'",
    ]
    for command, taken in commands.items():
        seen = f"complete -c salestui -n '__fish_seen_subcommand_from {command}'"
        if taken.words:
            lines.append(f"{seen} -f -a '{' '.join(taken.words)}'")
        for option in taken.options:
            if option not in _EVERYWHERE:
                words = (taken.values or {}).get(option)
                lines.append(f"{seen} -l {option[2:]}" + (f" -x -a '{' '.join(words)}'" if words else ""))
    return "\n".join(lines) + "\n"
