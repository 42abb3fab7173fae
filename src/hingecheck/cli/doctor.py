"""``hingecheck doctor``: what works on this machine, and what to do about what does not."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..core.phrases import N_
from ..languages.speaking import tr
from .language import with_language

#: Before a line, eight columns: what works, what is needed and missing, what some uses need.
MARKS = {True: (N_("ok"), "green"), False: (N_("MISSING"), "bold red"), None: ("-", "yellow")}


@with_language
def doctor(
    cameras: Annotated[bool, typer.Option("--cameras/--no-cameras", help="Try to open the first cameras.")] = True,
) -> None:
    """Check packages, pose model, cameras and video encoder; status 1 where something needed is missing."""
    from ..apps.doctor import examine
    from .console import report_console

    console = report_console()
    failed = False
    for finding in examine(cameras=cameras):
        mark, style = MARKS[finding.works]
        failed |= finding.works is False
        console.print(f"[{style}]{tr(mark):<8}[/] {tr(finding.what)}: ", end="", markup=True)
        console.print(finding.detail, markup=False, soft_wrap=True)
    sys.exit(1 if failed else 0)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(doctor)
