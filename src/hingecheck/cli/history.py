"""``hingecheck history``: sets over weeks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..core.lifts import LIFT_NAMES, OTHER, MovementName
from ..languages.speaking import tr, trn
from . import streams
from .language import with_language

if TYPE_CHECKING:
    LiftFilter = Literal["all"] | MovementName
else:  # Typer reads the choices from one Literal
    CHOICES = ("all", *LIFT_NAMES, OTHER.id)
    LiftFilter = Literal[CHOICES]


@with_language
def history(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What 'check --out' or 'batch --out' wrote.")],
    lift: Annotated[LiftFilter, typer.Option(help="Only this lift.")] = "all",
) -> None:
    """Show a lifter's sets over weeks: a table, small curves of the main measures, and the faults set by set.

    A set's day is the one in the video's name or a folder above it (20250314, 2025-03-14), else the day of its
    report. Of several reports of one recording the newest counts. DIR/history.sqlite is made from the reports
    and may be deleted.
    """
    from ..apps.history import past_sets
    from ..reports.history_text import TextPage, to_text
    from .console import report_console

    sets, unread, older = past_sets(folder, None if lift == "all" else lift)
    console = report_console()
    streams.tell(to_text(sets, TextPage(console.width, console.encoding)))
    for path in unread:
        said = tr("{path}: is no whole report, and left out. Check its video again.", path=folder / path)
        streams.say(f"hingecheck: {said}")
    if older:
        said = trn(
            "{path}: is left out, since its recording has a newer report.",
            "{path} and {more} more: are left out, since their recordings have newer reports.",
            len(older),
            path=folder / older[0],
            more=len(older) - 1,
        )
        streams.say(f"hingecheck: {said}")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(history)
