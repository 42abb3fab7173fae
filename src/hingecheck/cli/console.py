"""Where the command line shows things: data on standard output, progress and troubles on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from . import interrupt

if TYPE_CHECKING:
    from ..apps.check import Progress
    from ..core.types import SetReport

#: Columns of the report in a pipe; on a terminal it uses what there is, up to `WIDEST`.
PIPE_COLUMNS = 80
WIDEST = 100


class _Piped(Console):
    """A console whose reader may go away: the error goes to `main`, which ends in peace."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def report_console() -> Console:
    """Standard output: at most `WIDEST` columns, 80 in a pipe, colours only on a terminal (NO_COLOR honoured)."""
    console = _Piped(highlight=False, emoji=False)
    console.width = min(console.width, WIDEST) if console.is_terminal else PIPE_COLUMNS
    return console


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[str, str | None], None]]:
    """Show a bar over many things where standard error is a terminal; troubles are said anywhere.

    Yields
    ------
    callable
        To be told each thing's name, and what went wrong with it or None.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    err = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=total)

        def done(name: str, problem: str | None) -> None:
            interrupt.raise_if_asked()
            if problem is not None:
                sys.stderr.write(f"hingecheck: {problem}\n")
            bar.update(task, advance=1)

        yield done


class Printer:
    """Shows reports as text unless `reports` is off, as when standard output carries JSON."""

    def __init__(self, *, reports: bool = True) -> None:
        self._reports = reports

    def report(self, report: SetReport) -> None:
        """Print a report for people."""
        if not self._reports:
            return
        from ..reports.terminal import print_report

        print_report(report, report_console())

    def data(self, line: str) -> None:
        """Print one line of data."""
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    def problem(self, text: str) -> None:
        """Say what went wrong with one input."""
        sys.stderr.write(f"hingecheck: {text}\n")

    @contextmanager
    def reading(self, path: Path) -> Iterator[Progress]:
        """Show a bar with the time left where standard error is a terminal."""
        err = Console(stderr=True, highlight=False)
        if not err.is_terminal:
            yield lambda done, expected: interrupt.raise_if_asked()
            return
        from rich.markup import escape
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=err, transient=True) as bar:
            task = bar.add_task(f"reading {escape(path.name)}", total=None)

            def update(done: int, expected: int | None) -> None:
                interrupt.raise_if_asked()
                bar.update(task, completed=done, total=expected)

            yield update
