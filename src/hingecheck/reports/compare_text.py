"""A comparison as terminal text."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..core.comparison.compare import Comparison
from .compare_words import TITLES, alike_words, measure_rows, sections, side_words

STYLES = {"better": "green", "worse": "bold red", "other": "cyan", "": "dim"}
NOTHING = "No difference beyond the error."


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print a comparison; 80 columns are enough."""
    with console.capture() as drawn:
        console.print(render_comparison(comparison))
    text = drawn.get()
    if not console.is_terminal:
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    console.file.write(text)


def render_comparison(comparison: Comparison) -> RenderableType:
    """The comparison as something rich can print."""
    parts: list[RenderableType] = [
        Text(f"\n{TITLES[comparison.kind]}", style="bold"),
        Text(f"A  {side_words(comparison.before)}\nB  {side_words(comparison.after)}"),
    ]
    parts += [_bullet("-", doubt) for doubt in comparison.doubts]
    found = sections(comparison)
    for title, lines in found:
        parts.append(Text(f"\n{title}", style="bold"))
        parts += [_bullet("·", line) for line in lines]
    if not found:
        parts.append(Text(f"\n{NOTHING}", style="bold"))
    parts += [Text("\nAll measures", style="bold"), Padding(_table(comparison), (0, 0, 0, 2))]
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
        table.add_row(row.title, row.before, row.after, Text(row.change, style=style), Text(row.verdict, style=style))
    return table


def _bullet(mark: str, line: str) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text(mark), Text(line))
    return Padding(grid, (0, 0, 0, 2))
