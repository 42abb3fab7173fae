"""What texts on a terminal are put together from."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


def print_rendered(rendered: RenderableType, console: Console) -> None:
    """Print something whole; in a file without padding to the right edge, which is for colours."""
    with console.capture() as drawn:
        console.print(rendered)
    text = drawn.get()
    if not console.is_terminal:
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    console.file.write(text)


def bullet(mark: str, text: Text, style: str = "") -> RenderableType:
    """A line of a list, which hangs behind its mark where it is long."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text(mark, style=style), text)
    return Padding(grid, (0, 0, 0, 2))
