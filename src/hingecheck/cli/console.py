"""Terminal output: data on standard output, progress bars and problems on standard error."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from ..core.phrases import N_
from ..languages.speaking import tr
from ..plain_text import plain_text
from ..quiet import debugging
from . import interrupt, streams
from .rich_signs import in_signs_of

if TYPE_CHECKING:
    from ..apps.batch.run import VideoDone
    from ..apps.check import Progress
    from ..core.types import SetReport

#: Columns of the report in a pipe; on a terminal it uses what there is, up to `WIDEST`.
PIPE_COLUMNS = 80
WIDEST = 100
#: What is done with a file, for its bar.
DOING = {"reading": N_("reading {name}"), "drawing": N_("drawing {name}")}


class _Piped(Console):
    """A console of any alphabet whose reader may go away: that error goes to `main`, which ends in peace."""

    def print(self, *objects: Any, **given: Any) -> None:
        """Print with what the alphabet lacks replaced before widths are set: "°" may become four signs."""
        super().print(*(in_signs_of(self.encoding, one) for one in objects), **given)

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
                streams.say(f"hingecheck: {problem}")
            bar.update(task, advance=1)

        yield done


class Progressing:
    """A line a video as it ends, and a bar over all with the time left where standard error is a terminal.

    The bar runs by the videos' bytes: long ones take longer.
    """

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        err = Console(stderr=True, highlight=False)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
        self._ended = self._before = 0

    def __enter__(self) -> Progressing:
        self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.stop()
        if self._before:
            streams.say(
                "hingecheck: " + tr("{before} of {n} videos were done before", before=self._before, n=self._ended)
            )

    def start(self, videos: Sequence[Path]) -> Callable[[VideoDone], None]:
        """Begin; returns the call-back that takes each video as it ends."""
        bytes_of = {video: _size(video) for video in videos}
        task = self._bar.add_task(tr("{done} of {n} videos", done=0, n=len(videos)), total=sum(bytes_of.values()))

        def done(video: VideoDone) -> None:
            self._ended += 1
            self._before += video.current
            if video.status:
                self._say(f"hingecheck: {video.text}")
            elif not video.current:
                self._say(f"[{self._ended}/{len(videos)}] {video.name}: {video.text}")
            said = tr("{done} of {n} videos", done=self._ended, n=len(videos))
            self._bar.update(task, advance=bytes_of[video.path], description=said)
            interrupt.raise_if_asked()

        return done

    def _say(self, line: str) -> None:
        if self._bar.disable:
            streams.say(f"{line}")
        else:
            self._bar.console.print(plain_text(line), markup=False, soft_wrap=True)


def _size(video: Path) -> int:
    """Bytes of a file; something where it is a folder, or is not there."""
    with suppress(OSError):
        return max(video.stat().st_size, 1)
    return 1


class ConsolePrinter:
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
        sys.stdout.write(f"{streams.json_for(line, sys.stdout.encoding)}\n")
        sys.stdout.flush()

    def problem(self, text: str) -> None:
        """Say what went wrong with one input; with ``--debug`` where."""
        if debugging() and sys.exc_info()[0] is not None:
            traceback.print_exc()
        streams.say(f"hingecheck: {text}")

    def note(self, text: str) -> None:
        """Say how it goes."""
        streams.say(f"{text}")

    @contextmanager
    def reading(self, path: Path, doing: str = "reading") -> Iterator[Progress]:
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
            task = bar.add_task(tr(DOING[doing], name=escape(plain_text(path.name))), total=None)

            def update(done: int, expected: int | None) -> None:
                interrupt.raise_if_asked()
                bar.update(task, completed=done, total=expected)

            yield update
