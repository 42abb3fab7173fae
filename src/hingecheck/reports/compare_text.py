"""A comparison as terminal text."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..core.comparison.compare import Comparison
from ..core.phrases import N_
from ..languages.speaking import tr
from .compare_words import TITLES, alike_words, measure_rows, sections, side_words
from .terminal_parts import bullet, print_rendered

STYLES = {"better": "green", "worse": "bold red", "other": "cyan", "": "dim"}
NOTHING = N_("No difference beyond the error.")


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print a comparison; 80 columns are enough."""
    print_rendered(render_comparison(comparison), console)


def render_comparison(comparison: Comparison) -> RenderableType:
    """The comparison as something rich can print."""
    parts: list[RenderableType] = [
        Text(f"\n{tr(TITLES[comparison.kind])}", style="bold"),
        Text(f"A  {side_words(comparison.before)}\nB  {side_words(comparison.after)}"),
    ]
    parts += [bullet("-", Text(tr(doubt))) for doubt in comparison.doubts]
    found = sections(comparison)
    for title, lines in found:
        parts.append(Text(f"\n{title}", style="bold"))
        parts += [bullet("·", Text(line)) for line in lines]
    if not found:
        parts.append(Text(f"\n{tr(NOTHING)}", style="bold"))
    parts += [Text("\n" + tr("All measures"), style="bold"), Padding(_table(comparison), (0, 0, 0, 2))]
    if alike := alike_words(comparison):
        parts.append(Padding(Text(alike, style="dim"), (0, 0, 0, 2)))
    parts.append(Text())
    return Group(*parts)


def _table(comparison: Comparison) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    table.add_column("")
    for heading in ("A", "B", "B - A"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    for row in measure_rows(comparison):
        style = STYLES[row.verdict]
        table.add_row(
            row.title, row.before, row.after, Text(row.change, style=style), Text(tr(row.verdict), style=style)
        )
    return table
