"""``hingecheck lifts``: the lifts, or one in full."""

from __future__ import annotations

from typing import Annotated

import typer

from .language import with_language


@with_language
def lifts(
    lift: Annotated[str | None, typer.Argument(help="A lift's name, for all of it.", show_default=False)] = None,
) -> None:
    """List the lifts, or show one in full: how it starts, what a rep is, which rules apply."""
    from ..reports.lift_text import print_lift, print_lifts
    from .console import report_console

    if lift is None:
        print_lifts(report_console())
    else:
        print_lift(lift, report_console())


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(lifts)
