"""The lifts in words, for ``hingecheck lifts``."""

from __future__ import annotations

from difflib import get_close_matches

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..core.reps.recognition import LIFT_INFO, LiftInfo
from ..core.rules import RULES
from ..errors import ConfigError


def print_lifts(console: Console) -> None:
    """Print every lift in a line."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    table.add_column("lift", no_wrap=True)
    table.add_column("how it is told from the others")
    for lift in LIFT_INFO.values():
        table.add_row(lift.name, lift.looks_like)
    console.print(table)
    console.print("\nOne in full: hingecheck lifts LIFT", style="dim")


def print_lift(name: str, console: Console) -> None:
    """Print one lift in full: how it starts, what a rep is, which rules apply.

    Raises
    ------
    ConfigError
        There is no such lift.
    """
    found = next((lift for lift in LIFT_INFO.values() if lift.name == name), None)
    if found is None:
        near = get_close_matches(name, list(LIFT_INFO), n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise ConfigError(f"there is no lift {name!r}.{hint} 'hingecheck lifts' lists them.")
    console.print(Text.assemble((found.name, "bold"), f": {found.title}"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for key, text in lift_rows(found):
        table.add_row(key, Text(text))
    console.print(Padding(table, (0, 0, 0, 2)))


def lift_rows(lift: LiftInfo) -> list[tuple[str, str]]:
    """What there is to say of a lift, heading by heading."""
    rows = [
        ("looks like", lift.looks_like),
        ("starts", lift.starts),
        ("one rep", lift.rep),
        ("phases", ", ".join(lift.phases)),
    ]
    if lift.also_counts:
        rows.append(("counts too", lift.also_counts))
    return [*rows, ("rules", ", ".join(rule.id for rule in RULES if lift.name in rule.lifts))]
