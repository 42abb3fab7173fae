"""``hingecheck check``: the report of recorded sets."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from ..apps.outputs import Outputs

SEE = "What to see"
SAID = "What you tell it"
OUT = "What comes out"

LiftOption = Literal["auto", "deadlift", "rdl", "single-leg-rdl", "kickstand-rdl", "hip-thrust"]
FeltOption = Literal["glutes", "hamstrings", "low-back", "quads", "soreness", "pain"]


def check(
    videos: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="VIDEO...", help="Video files, still pictures, or folders of stills.", show_default=False
        ),
    ] = None,
    lift: Annotated[
        LiftOption, typer.Option(help="The lift, where you want to say it.", rich_help_panel=SAID)
    ] = "auto",
    stance: Annotated[
        Literal["left", "right"] | None,
        typer.Option(help="Stance leg of a single-leg lift.", rich_help_panel=SAID),
    ] = None,
    load: Annotated[
        float | None, typer.Option(metavar="KG", min=0, help="Weight lifted.", rich_help_panel=SAID)
    ] = None,
    load_side: Annotated[
        Literal["both", "left", "right"], typer.Option(help="Hand that holds it.", rich_help_panel=SAID)
    ] = "both",
    height: Annotated[
        float | None,
        typer.Option(metavar="M", min=0.5, max=2.6, help="Your height in metres.", rich_help_panel=SAID),
    ] = None,
    felt: Annotated[
        FeltOption | None,
        typer.Option(help="Where you felt the work. Pain means stop and ask a professional.", rich_help_panel=SAID),
    ] = None,
    rate: Annotated[
        float,
        typer.Option(metavar="HZ", min=5, max=240, help="Frames a second to analyse.", rich_help_panel=SEE),
    ] = 30.0,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="Your own limits; see 'hingecheck config init'.", rich_help_panel=SEE),
    ] = None,
    pose: Annotated[
        Path | None,
        typer.Option(metavar="POSES.npz", help="Use saved poses instead of the pose model.", rich_help_panel=SEE),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE.task",
            help="Another pose model; see 'hingecheck models list'.",
            rich_help_panel=SEE,
        ),
    ] = None,
    json_out: Annotated[
        Path | None,
        typer.Option(
            "--json",
            metavar="FILE|-",
            help="Report as JSON, a line a video; - is standard output.",
            rich_help_panel=OUT,
        ),
    ] = None,
    series: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Every measure over time, with its error.", rich_help_panel=OUT),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html",
            help="Report as one page to open, print or send: pictures, curves, cues. Needs no network.",
            rich_help_panel=OUT,
        ),
    ] = None,
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.jpg",
            help="The bottom of every rep with the skeleton drawn, as one picture (.jpg or .png).",
            rich_help_panel=OUT,
        ),
    ] = None,
    save_pose: Annotated[
        Path | None,
        typer.Option(
            metavar="POSES.npz", help="Save the poses, to check again without the video.", rich_help_panel=OUT
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A folder a video: report.html, report.json, series.csv, poses.npz.",
            rich_help_panel=OUT,
        ),
    ] = None,
    fail_on: Annotated[
        Literal["mild", "moderate", "severe"] | None,
        typer.Option(help="Exit with status 10 where a fault is at least this bad.", rich_help_panel=OUT),
    ] = None,
) -> None:
    """Report recorded sets: reps, what to change, what is good, and what the view cannot show.

    [dim]Examples:[/dim]

      hingecheck check deadlift.mp4

      hingecheck check deadlift.mp4 --html deadlift.html

      hingecheck check *.mp4 --json reports.jsonl --fail-on severe

      hingecheck check rdl.mov --lift rdl --felt low-back --series rdl.csv
    """
    from ..apps.check import CheckOptions
    from ..apps.many import CheckJob, check_many
    from ..apps.outputs import STDOUT, Outputs
    from ..core.analysis import SetOptions
    from ..core.types import Load
    from ..sources.config import load_limits
    from .console import Printer

    paths = list(videos or [])
    outputs = Outputs(json=json_out, series=series, html=html, picture=picture, save_pose=save_pose, folder=out)
    _check_usage(paths, pose, outputs)
    told = Load(load, load_side) if load is not None or load_side != "both" else None
    options = CheckOptions(
        rate,
        SetOptions(None if lift == "auto" else lift, stance, height, felt, load_limits(config)),
        told,
    )
    printer = Printer(reports=str(json_out) != STDOUT)
    status = check_many(CheckJob(tuple(paths), options, outputs, pose, model, config, fail_on), printer)
    sys.exit(status)


def _check_usage(paths: list[Path], pose: Path | None, outputs: Outputs) -> None:
    from ..errors import ConfigError
    from ..sources.drawing import PICTURE_SUFFIXES

    if not paths and pose is None:
        raise ConfigError("name a video to check, e.g. 'hingecheck check deadlift.mp4' (or saved poses with --pose).")
    single = {option: path for option, path in outputs.files.items() if option != "--json"}
    for option in [*(["--pose"] if pose is not None else []), *single]:
        if len(paths) > 1:
            raise ConfigError(f"{option} takes one video at a time; for several use --out DIR, a folder a video.")
    if outputs.picture is not None and outputs.picture.suffix.lower() not in PICTURE_SUFFIXES:
        raise ConfigError(f"--picture {outputs.picture}: the name must end in {', '.join(PICTURE_SUFFIXES)}.")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(check)
