"""The rules in words, for ``hingecheck rules``."""

from __future__ import annotations

from difflib import get_close_matches

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..core.findings import format_value
from ..core.limits import Levels, Limits, info
from ..core.rules import RULES, RULES_BY_ID
from ..core.types import LIFTS
from ..errors import ConfigError

FELT = (
    "felt",
    "what the lifter says she felt (--felt): advice only, and stop on pain. Nothing is measured.",
)


def print_rules(console: Console) -> None:
    """Print every rule in a line or two."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    table.add_column("rule", no_wrap=True)
    table.add_column("flags")
    table.add_column("lifts")
    for rule in RULES:
        lifts = "all" if set(rule.lifts) == set(LIFTS) else ", ".join(rule.lifts)
        ready = "" if rule.limits else " (not judged in this version)"
        table.add_row(rule.id, rule.flags + ready, lifts)
    table.add_row(FELT[0], FELT[1], "all")
    console.print(table)
    console.print("\nOne in full: hingecheck rules RULE", style="dim")


def print_rule(name: str, console: Console, limits: Limits | None = None) -> None:
    """Print one rule in full.

    Raises
    ------
    ConfigError
        There is no such rule.
    """
    if name == FELT[0]:
        console.print(f"{FELT[0]}: {FELT[1]}")
        return
    if name not in RULES_BY_ID:
        near = get_close_matches(name, list(RULES_BY_ID), n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise ConfigError(f"there is no rule {name!r}.{hint} 'hingecheck rules' lists them.")
    rule, limits = RULES_BY_ID[name], limits or Limits()
    console.print(Text.assemble((rule.id, "bold"), f": {rule.flags}"))
    rows = [("lifts", ", ".join(rule.lifts)), ("measures", rule.measure), ("film it", rule.views)]
    if rule.cue:
        rows += [("says", rule.message.format(value="…")), ("cue", rule.cue), ("when clean", rule.praise)]
    else:
        rows.append(("state", "not judged in this version: reports say so for every set"))
    _print_rows(rows, console)
    for limit in rule.limits:
        about = info(limit)
        levels: Levels = getattr(limits, limit)
        values = ", ".join(f"{s} {format_value(v, None, about.unit)}" for s, v in reversed(levels.items()))
        console.print(Text.assemble("\n", (f"limits.{limit}", "bold"), f" ({about.fault})"))
        _print_rows([("levels", values), ("why", about.why), ("source", about.source)], console)


def _print_rows(rows: list[tuple[str, str]], console: Console) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for key, text in rows:
        table.add_row(key, Text(text))
    console.print(Padding(table, (0, 0, 0, 2)))
