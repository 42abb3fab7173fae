"""``hingecheck compare``: two sets, reps or legs held against each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import set_options
from .language import with_language
from .set_options import OUT, SEE

if TYPE_CHECKING:
    from ..apps.compare import SideName
    from ..core.comparison.compare import Kind
    from ..core.known_facts import KnownFacts


@with_language
@set_options.with_facts
def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="A video, a result's folder or saved poses; A#3 is a rep.")],
    b: Annotated[str | None, typer.Argument(metavar="B", help="The same, later; B#left is a leg.")] = None,
    *,
    facts: KnownFacts,
    reference: Annotated[
        str | None,
        typer.Option(metavar="R", help="A set of her own that A is held against, instead of B.", rich_help_panel=SEE),
    ] = None,
    config: set_options.Config = None,
    rate: set_options.Rate = None,
    json_out: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE|-", help="As JSON; - is standard output.", rich_help_panel=OUT),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html", help="One page: curves in step, pictures side by side.", rich_help_panel=OUT
        ),
    ] = None,
    film: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.mp4",
            help="Both side by side, in step by phase of the rep; needs PyAV.",
            rich_help_panel=OUT,
        ),
    ] = None,
) -> None:
    """Compare two sets, two reps, or the legs of one set: a difference counts only beyond the error of both.

    [dim]Examples:[/dim]

      hingecheck compare march.mp4 april.mp4

      hingecheck compare results/set-1#2 results/set-1#9 --html tired.html

      hingecheck compare legs.mp4#left legs.mp4#right

      hingecheck compare today.mp4 --reference results/best --film beside.mp4
    """
    from ..apps.compare import compare_recordings
    from ..apps.compare_files import CompareOutputs, check_compare_outputs, write_comparison
    from ..apps.outputs import STDOUT
    from ..reports.compare_text import print_comparison
    from ..reports.compare_words import to_json
    from .console import ConsolePrinter, report_console

    before, after, kind = _sides(a, b, reference)
    outputs = CompareOutputs(json_out, html, film)
    check_compare_outputs(outputs, [before, after])
    printer = ConsolePrinter()
    compared = compare_recordings(before, after, set_options.check_options(facts, rate, config), printer, kind)
    if str(json_out) == STDOUT:
        printer.data(to_json(compared.comparison))
    else:
        print_comparison(compared.comparison, report_console())
    write_comparison(compared, outputs, printer)


def _sides(a: str, b: str | None, reference: str | None) -> tuple[SideName, SideName, Kind | None]:
    from ..apps.compare import side_name
    from ..errors import ConfigError

    if (b is None) == (reference is None):
        raise ConfigError("name two to compare, A and B, or one with --reference.")
    if reference is not None:
        return side_name(reference), side_name(a), "reference"
    return side_name(a), side_name(str(b)), None


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(compare)
