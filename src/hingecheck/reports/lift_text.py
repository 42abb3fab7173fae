"""The lifts in words, for ``hingecheck lifts``."""

from __future__ import annotations

from difflib import get_close_matches

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..core.lift_row import Applies, LiftRow, NotJudged
from ..core.lifts import LIFTS
from ..core.rules import RULES
from ..errors import ConfigError
from ..languages.speaking import tr


def print_lifts(console: Console) -> None:
    """Print every lift in a line."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    table.add_column(tr("lift"), no_wrap=True)
    table.add_column(tr("how it is told from the others"))
    for row in LIFTS.values():
        table.add_row(row.id, tr(row.text.looks_like))
    console.print(table)
    console.print("\n" + tr("One in full: hingecheck lifts LIFT"), style="dim")


def print_lift(name: str, console: Console) -> None:
    """Print one lift in full: how it starts, what a rep is, which rules apply.

    Raises
    ------
    ConfigError
        There is no such lift.
    """
    found = next((lift for lift in LIFTS.values() if lift.id == name), None)
    if found is None:
        near = get_close_matches(name.lower(), list(LIFTS), n=1)
        if near:
            raise ConfigError(
                "there is no lift {name!r}. Did you mean {near}? 'hingecheck lifts' lists them.",
                name=name,
                near=near[0],
            )
        raise ConfigError("there is no lift {name!r}. 'hingecheck lifts' lists them.", name=name)
    console.print(Text.assemble((found.id, "bold"), f": {tr(found.title)}"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for key, text in lift_rows(found):
        table.add_row(key, Text(text))
    console.print(Padding(table, (0, 0, 0, 2)))


def lift_rows(lift: LiftRow) -> list[tuple[str, str]]:
    """What there is to say of a lift, heading by heading."""
    text = lift.text
    rows = [
        (tr("looks like"), tr(text.looks_like)),
        (tr("starts"), tr(text.starts)),
        (tr("one rep"), tr(text.rep)),
        (tr("finished"), tr(text.finished)),
        (tr("phases"), ", ".join(tr(phase) for phase in text.phases)),
    ]
    if text.also_counts:
        rows.append((tr("counts too"), tr(text.also_counts)))
    rows.append((tr("is none where"), "; ".join(tr(demand.unlike) for demand in lift.demands)))
    rows.append((tr("rules"), ", ".join(rule.id for rule in RULES if lift.judges(rule.id))))
    return [*rows, *_left_out(lift)]


def _left_out(lift: LiftRow) -> list[tuple[str, str]]:
    """Why the other rules do not judge it, a row a reason."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for rule in RULES:
        use = lift.rules[rule.id]
        if not isinstance(use, Applies):
            heading = tr("not judged") if isinstance(use, NotJudged) else tr("not asked")
            reasons.setdefault((heading, use.reason), []).append(rule.id)
    return [(heading, f"{', '.join(rules)}: {tr(reason)}") for (heading, reason), rules in reasons.items()]
