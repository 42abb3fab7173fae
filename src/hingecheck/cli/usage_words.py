"""What the library of the command line says of a slip, in the language in force.

It says so in English alone; what is not known here stays as it is.
"""

from __future__ import annotations

import re

from ..core.phrases import N_
from ..languages.speaking import tr

#: What it says, and the same as a text of ours with what was typed in it.
SLIPS = (
    (re.compile(r"No such option: (?P<option>\S+) \(Possible options: (?P<near>.+)\)"),
     N_("No such option: {option} (Possible options: {near})")),
    (re.compile(r"No such option: (?P<option>\S+)"), N_("No such option: {option}")),
    (re.compile(r"No such command '(?P<name>.*)'\. Did you mean (?P<near>.*)\?"),
     N_("No such command '{name}'. Did you mean {near}?")),
    (re.compile(r"No such command '(?P<name>.*)'\.?"), N_("No such command '{name}'")),
    (re.compile(r"Missing argument '(?P<name>.*?)'\..*"), N_("Missing argument '{name}'")),
    (re.compile(r"Missing option '(?P<name>.*?)'\..*"), N_("Missing option '{name}'")),
    (re.compile(r"Missing command\.?"), N_("Missing command")),
    (re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((?P<what>.*)\)"),
     N_("Got unexpected extra argument(s) ({what})")),
    (re.compile(r"Option '(?P<name>.*?)' requires an argument\.?"), N_("Option '{name}' requires an argument")),
    (re.compile(r"Option '(?P<name>.*?)' does not take a value\.?"), N_("Option '{name}' does not take a value")),
    (re.compile(r"Invalid value for '(?P<name>.*?)': '(?P<what>.*?)' is not one of (?P<choices>.*?)\.?"),
     N_("Invalid value for '{name}': '{what}' is not one of {choices}")),
    (re.compile(r"Invalid value for '(?P<name>.*?)': '?(?P<what>.*?)'? is not in the range (?P<range>.*?)\.?"),
     N_("Invalid value for '{name}': {what} is not in the range {range}")),
    (re.compile(r"Invalid value for '(?P<name>.*?)': '?(?P<what>.*?)'? is not a valid (?:float|integer|int)"
                r"(?: range)?\.?"),
     N_("Invalid value for '{name}': '{what}' is not a valid number")),
    (re.compile(r"Invalid value for '(?P<name>.*?)': Input should be less than or equal to (?P<most>.*?)\.?"),
     N_("Invalid value for '{name}': Input should be less than or equal to {most}")),
    (re.compile(r"Invalid value for '(?P<name>.*?)': Input should be greater than or equal to (?P<least>.*?)\.?"),
     N_("Invalid value for '{name}': Input should be greater than or equal to {least}")),
    (re.compile(r"Invalid value for '(?P<name>.*?)': Input should be a valid number, .*"),
     N_("Invalid value for '{name}': Input should be a valid number")),
    (re.compile(r"Invalid value for '(?P<name>.*?)': Input should be a valid integer, .*"),
     N_("Invalid value for '{name}': Input should be a valid integer")),
    (re.compile(r"Invalid value for '(?P<name>.*?)': (?P<what>.*)"), N_("Invalid value for '{name}': {what}")),
)  # fmt: skip


def usage_words(text: str) -> str:
    """A slip in the language in force.

    >>> usage_words("No such option: --lod (Possible options: --load)")
    'No such option: --lod (Possible options: --load)'
    """
    for said, template in SLIPS:
        if (found := said.fullmatch(text)) is not None and tr(template) != template:
            return tr(template, **found.groupdict())
    return text
