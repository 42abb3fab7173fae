"""``hingecheck app``: a desk in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..languages.speaking import tr
from . import streams
from .language import with_language


@with_language
def app(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="Where videos, results and notes are kept; your documents if not given."),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes one that is free.")] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open it in the browser; else the address is said.")
    ] = True,
) -> None:
    """Open a desk in the browser: drop videos in, compare, correct, note, and train live before its camera.

    It is served to this machine alone, and works without a network. Ctrl-C closes it; what was under way goes on the
    next time.
    """
    from ..apps.desk.serve import check_desk, serve_desk

    check_desk()
    place = _documents() if folder is None else folder

    def opened(address: str) -> None:
        streams.say("hingecheck: " + tr("the desk of {place} is open. Ctrl-C closes it.", place=place))
        if not (browser and _open(address)):
            streams.tell(address)
            streams.say("hingecheck: " + tr("this address works once."))

    serve_desk(place, port, opened)


def _documents() -> Path:
    import platformdirs

    return Path(platformdirs.user_documents_path()) / "hingecheck"


def _open(address: str) -> bool:
    """Whether a browser was asked to show it."""
    import webbrowser

    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False


def add_to(application: typer.Typer) -> None:
    """Register the command."""
    application.command("app")(app)
