"""``hingecheck live``: feedback while you train."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..languages.speaking import tr
from . import set_options
from .language import with_language
from .set_options import OUT, SEE

if TYPE_CHECKING:
    from ..apps.live.frontends import Voice
    from ..apps.live.session import Frontend
    from ..core.known_facts import Felt, KnownFacts


@with_language
@set_options.with_facts
def live(
    camera: Annotated[
        str,
        typer.Option(
            metavar="INDEX|URL|FILE",
            help="Camera number, address (rtsp://…), or a video that plays in its stead.",
            rich_help_panel=SEE,
        ),
    ] = "0",
    fast: Annotated[
        bool, typer.Option("--fast", help="Play a file as fast as it goes, every frame.", rich_help_panel=SEE)
    ] = False,
    *,
    facts: KnownFacts,
    config: set_options.Config = None,
    model: set_options.Model = None,
    backend: set_options.BackendName = None,
    headless: Annotated[
        bool,
        typer.Option("--headless", help="No window: events as JSON Lines on standard output.", rich_help_panel=OUT),
    ] = False,
    speak: Annotated[
        bool, typer.Option("--speak", help="Say guidance, reps and cues aloud.", rich_help_panel=OUT)
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A folder a set: report.html, report.json, series.csv, poses.npz.",
            rich_help_panel=OUT,
        ),
    ] = None,
    stop_at_loss: Annotated[
        float | None,
        typer.Option(
            "--stop-at-loss",
            metavar="PERCENT",
            min=5.0,
            max=90.0,
            help="Say that the set is over once a rep is so much slower than the fastest: 20 keeps reps in reserve.",
            rich_help_panel=OUT,
        ),
    ] = None,
    export: set_options.Export = None,
    record: Annotated[
        bool, typer.Option("--record", help="Keep the video of each set too, in --out.", rich_help_panel=OUT)
    ] = False,
) -> None:
    """Feedback while you train: reps, one cue at a time, and the report of each set.

    Where you felt the work is asked at the end, unless --felt says it.

    [dim]Keys in the window:[/dim] q quit, space pause, r restart the set, m mirror, f full screen, h help.

    [dim]Examples:[/dim]

      hingecheck live

      hingecheck live --lift rdl --speak --out sessions

      hingecheck live --speak --stop-at-loss 20

      hingecheck live --headless --camera deadlift.mp4 --fast
    """
    from ..apps.live.frontends import Headless, Silence, Windowed
    from ..apps.live.session import LiveJob, run_live
    from ..errors import ConfigError
    from .console import ConsolePrinter

    if record and out is None:
        raise ConfigError("--record needs --out DIR, the folder that the videos go to.")
    exports = set_options.exports_of(export, out, set_options.NO_FOLDER_LIVE)
    options = set_options.check_options(facts, None, config)
    poses = set_options.pose_choice(backend, model)
    job = LiveJob(
        camera,
        options,
        fast=fast,
        folder=out,
        record=record,
        model=poses,
        stop_at_loss=None if stop_at_loss is None else stop_at_loss / 100.0,
        exports=exports,
    )
    printer = ConsolePrinter(reports=not headless)
    if not headless:
        from ..drawing.window import check_display

        check_display()
    voice: Voice = Silence()
    if speak:
        from ..core.types import Unavailable
        from ..reports.live_voice import open_voice

        opened = open_voice()
        if isinstance(opened, Unavailable):
            printer.note(tr(opened.reason))
        else:
            voice = opened
    frontend: Frontend
    if headless:
        frontend = Headless(printer, voice)
    else:
        from ..drawing.window import Window

        frontend = Windowed(Window(), printer, voice, _ask_nobody if facts.felt else _ask_felt)
    sys.exit(run_live(job, frontend))


def _ask_nobody() -> Felt | None:
    return None


def _ask_felt() -> Felt | None:
    """Ask on the terminal, once; no answer is fine."""
    from ..core.known_facts import FELT

    if not (sys.stdin and sys.stdin.isatty()):
        return None
    sys.stderr.write(tr("Where did you feel the work? {choices} (or just Enter): ", choices=", ".join(FELT)))
    sys.stderr.flush()
    answer = sys.stdin.readline().strip().lower()
    return next((felt for felt in FELT if answer and felt.startswith(answer)), None)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(live)
