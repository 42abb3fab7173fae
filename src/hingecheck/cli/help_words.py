"""The help of the commands in the language in force.

Help is English in the code, beside what it explains. Each command line makes the commands anew, and what they say is
exchanged in them before they run: paragraph by paragraph, examples as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.main import get_command

from ..core.phrases import N_
from ..languages.speaking import current_language, tr
from ..languages.table import ENGLISH

#: What Typer itself says in its help: names of its module `rich_utils`, and their English.
TYPERS_OWN = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "DEFAULT_STRING": N_("[default: {}]"),
    "REQUIRED_LONG_STRING": N_("[required]"),
}
#: … of the option that every command has, and before how one is called.
SHOW_HELP, USAGE = N_("Show this message and exit."), N_("Usage:")


@contextmanager
def command_in_language(app: typer.Typer) -> Iterator[Any]:
    """An application's command; what it says by itself is in the language in force meanwhile.

    Yields
    ------
    click's Command
    """
    command = get_command(app)
    if current_language() == ENGLISH:
        yield command
        return
    from typer import rich_utils

    _translate(command)
    try:
        for name, english in TYPERS_OWN.items():
            setattr(rich_utils, name, tr(english))
        yield command
    finally:
        for name, english in TYPERS_OWN.items():
            setattr(rich_utils, name, english)


def help_texts(command: Any, leave_out: Collection[str] = ()) -> Iterator[str]:
    """All that the help of a command and of those below it says, each as it is looked up.

    Parameters
    ----------
    command : click's Command
    leave_out : collection of str, optional
        Names of commands that are not gone into: what they are for is said all the same.
    """
    for thing, name in _sayings(command):
        yield from (text for text in _paragraphs(getattr(thing, name)) if _is_prose(text))
    for name, below in getattr(command, "commands", {}).items():
        if name not in leave_out:
            yield from help_texts(below, leave_out)
        else:
            yield _paragraphs(below.help)[0]


def _translate(command: Any) -> None:
    for thing, name in _sayings(command):
        said = [tr(text) if _is_prose(text) else text for text in _paragraphs(getattr(thing, name))]
        setattr(thing, name, "\n\n".join(said))
    _translate_clicks_own(command)
    for below in getattr(command, "commands", {}).values():
        _translate(below)


def _translate_clicks_own(command: Any) -> None:
    usage_of, help_option_of = command.get_usage, command.get_help_option

    def usage(context: Any) -> str:
        return str(usage_of(context)).replace(USAGE, tr(USAGE), 1)

    def help_option(context: Any) -> Any:
        option = help_option_of(context)
        if option is not None:
            option.help = tr(SHOW_HELP)
        return option

    command.get_usage, command.get_help_option = usage, help_option


def _sayings(command: Any) -> Iterator[tuple[Any, str]]:
    """Where a command says something: things and the names of their texts."""
    shown = [(command, name) for name in ("help", "epilog", "short_help")]
    shown += [(one, name) for one in command.params for name in ("help", "rich_help_panel", "show_default")]
    yield from ((thing, name) for thing, name in shown if isinstance(getattr(thing, name, None), str))


def _paragraphs(text: str) -> list[str]:
    """Each on one line, as the catalogues have it; an example keeps its spaces."""
    return [part if part.startswith(" ") else " ".join(part.split()) for part in text.split("\n\n")]


def _is_prose(text: str) -> bool:
    return bool(text) and not text.startswith(" ")
