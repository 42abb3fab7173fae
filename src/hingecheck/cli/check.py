"""``hingecheck check``: the report of recorded sets."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.phrases import N_
from . import set_options
from .language import with_language
from .set_options import OUT, SEE

if TYPE_CHECKING:
    from ..apps.outputs import Outputs
    from ..core.known_facts import KnownFacts


@with_language
@set_options.with_facts
def check(
    videos: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="VIDEO...", help="Video files, still pictures, or folders of stills.", show_default=False
        ),
    ] = None,
    *,
    facts: KnownFacts,
    rate: set_options.Rate = None,
    config: set_options.Config = None,
    pose: Annotated[
        Path | None,
        typer.Option(metavar="POSES.npz", help="Use saved poses instead of the pose model.", rich_help_panel=SEE),
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.json",
            help="What was corrected by hand; the corrections.json beside the results if not given.",
            rich_help_panel=SEE,
        ),
    ] = None,
    model: set_options.Model = None,
    backend: set_options.BackendName = None,
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
    annotate: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.mp4",
            help="The video again with skeleton, back line, angles, reps and faults; needs PyAV, see doctor.",
            rich_help_panel=OUT,
        ),
    ] = None,
    replay: set_options.Replay = False,
    clip: Annotated[
        str | None,
        typer.Option(
            metavar="worst|N",
            help="A few seconds of one rep to send, drawn on, as VIDEO-rep-worst.mp4 or VIDEO-rep-3.mp4; needs PyAV, "
            "see doctor.",
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
    export: set_options.Export = None,
    same_set: Annotated[
        bool,
        typer.Option(
            "--same-set",
            help="The videos show one set, from two cameras or filmed twice: one report, each rule from the view "
            "that shows it best.",
            rich_help_panel=SEE,
        ),
    ] = False,
    fail_on: set_options.FailOn = None,
) -> None:
    """Report recorded sets: reps, what to change, what is good, and what the view cannot show.

    [dim]Examples:[/dim]

      hingecheck check deadlift.mp4

      hingecheck check deadlift.mp4 --html deadlift.html

      hingecheck check deadlift.mp4 --annotate deadlift-checked.mp4 --replay

      hingecheck check deadlift.mp4 --clip worst

      hingecheck check *.mp4 --json reports.jsonl --fail-on severe

      hingecheck check rdl.mov --lift rdl --felt low-back --series rdl.csv

      hingecheck check side.mp4 front.mp4 --same-set

      hingecheck check deadlift.mp4 --body-mass 70 --height 1.72 --load 90
    """
    from ..apps.check_files import CheckJob, check_many, check_same_set
    from ..apps.clip import check_clip, clip_place
    from ..apps.outputs import STDOUT, Outputs
    from .console import ConsolePrinter

    paths = [path if path.name not in ("", "..") else path.resolve() for path in videos or []]  # "." has no name
    if clip is not None:
        check_clip(clip)
    outputs = Outputs(
        json=json_out,
        series=series,
        html=html,
        picture=picture,
        annotate=annotate,
        replay=replay,
        clip=None if clip is None else clip_place(paths[0] if paths else Path(), clip),
        clip_of=clip or "",
        save_pose=save_pose,
        folder=out,
        exports=set_options.exports_of(export, out),
    )
    _check_usage(paths, pose, outputs, corrections, same_set=same_set, finds=bool(backend or model))
    options = set_options.check_options(facts, rate, config)
    printer = ConsolePrinter(reports=str(json_out) != STDOUT)
    poses = set_options.pose_choice(backend, model)
    job = CheckJob(tuple(paths), options, outputs, pose, poses, corrections, config, fail_on)
    sys.exit((check_same_set if same_set else check_many)(job, printer))


#: Outputs of a report, of which several videos of one set have one.
OF_ONE_REPORT = ("--series", "--html", "--picture")


OF_ONE_VIDEO = N_("{option} takes one video at a time; for several use --out DIR, a folder a video.")
#: … and what writes into no such folder.
ONE_VIDEO = {
    "--annotate": N_("{option} takes one video at a time; for several use 'hingecheck batch --annotate'."),
    "--clip": N_("{option} takes one video at a time."),
    "--pose": N_("{option} takes one video at a time."),
}


def _check_usage(
    paths: list[Path],
    pose: Path | None,
    outputs: Outputs,
    corrections: Path | None,
    *,
    same_set: bool,
    finds: bool,
) -> None:
    from ..drawing.figures import PICTURE_SUFFIXES
    from ..errors import ConfigError

    if not paths and pose is None:
        raise ConfigError("name a video to check, e.g. 'hingecheck check deadlift.mp4' (or saved poses with --pose).")
    if same_set and (len(paths) < 2 or pose is not None):
        raise ConfigError(
            "--same-set takes two or more videos of one set: 'hingecheck check side.mp4 front.mp4 --same-set'."
        )
    if corrections is not None and (len(paths) > 1 or same_set):
        raise ConfigError("--corrections takes one video at a time: they are of one.")
    if pose is not None and finds:
        raise ConfigError("--backend and --model find poses in a video; --pose brings them. Leave one out.")
    single = {option: path for option, path in outputs.files.items() if option != "--json"}
    for option in [*(["--pose"] if pose is not None else []), *single]:
        if len(paths) > 1 and not (same_set and option in OF_ONE_REPORT):
            raise ConfigError(ONE_VIDEO.get(option, OF_ONE_VIDEO), option=option)
    if outputs.clip is not None and not paths:
        raise ConfigError("--clip cuts a rep out of the video: name it too, beside --pose.")
    _check_annotate(paths, outputs)
    if outputs.picture is not None and outputs.picture.suffix.lower() not in PICTURE_SUFFIXES:
        raise ConfigError(
            "--picture {picture}: the name must end in {choices}.",
            picture=outputs.picture,
            choices=", ".join(PICTURE_SUFFIXES),
        )


def _check_annotate(paths: list[Path], outputs: Outputs) -> None:
    from ..errors import ConfigError

    if outputs.annotate is None:
        if outputs.replay:
            raise ConfigError("--replay is the end of an annotated video: say where with --annotate FILE.mp4.")
        return
    if not paths:
        raise ConfigError("--annotate draws on the video: name it too, beside --pose.")
    if outputs.annotate.suffix.lower() != ".mp4":
        raise ConfigError("--annotate {annotate}: the name must end in .mp4.", annotate=outputs.annotate)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(check)
