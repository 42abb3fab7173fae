"""``hingecheck batch``: folders of videos, several at once."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..languages.speaking import tr
from . import set_options, streams
from .language import with_language
from .set_options import OUT

if TYPE_CHECKING:
    from ..apps.batch.run import Runner
    from ..core.known_facts import KnownFacts

HOW = "How it is worked"


@with_language
@set_options.with_facts
def batch(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Videos, or folders that hold some.", show_default=False),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help="A folder a video in here, summary.csv, results.jsonl, and index.html to open.",
            rich_help_panel=OUT,
            show_default=False,
        ),
    ],
    export: set_options.Export = None,
    annotate: Annotated[
        bool,
        typer.Option(
            "--annotate",
            help="Also write annotated.mp4, the video again with what was found on it; needs PyAV, see doctor.",
            rich_help_panel=OUT,
        ),
    ] = False,
    replay: set_options.Replay = False,
    *,
    facts: KnownFacts,
    rate: set_options.Rate = None,
    config: set_options.Config = None,
    model: set_options.Model = None,
    backend: set_options.BackendName = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Videos at once, a process each.",
            rich_help_panel=HOW,
            show_default="one a core, as many as the free memory holds",
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Work on a dask cluster, e.g. tcp://10.0.0.1:8786; needs 'hingecheck\\[cluster]'. "
            "The videos then go over that network.",
            rich_help_panel=HOW,
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume/--no-resume",
            help="Leave out what DIR holds already, of the same content, settings and version.",
            rich_help_panel=HOW,
        ),
    ] = True,
    fail_on: set_options.FailOn = None,
) -> None:
    """Check folders of videos: a page a video, and one over them all.

    Ctrl-C or a crash loses nothing: the same command goes on where it stopped. What you tell it holds for all videos.

    [dim]Examples:[/dim]

      hingecheck batch clips --out results

      hingecheck batch monday tuesday/rdl.mp4 --out week-12 --jobs 4

      hingecheck batch anna --out anna-checked --body-mass 62 --height 1.68 --load 40 --fail-on severe
    """
    from ..apps.annotate import AnnotatedVideo
    from ..apps.batch.run import BatchJob
    from ..apps.batch.run import batch as run_batch
    from ..apps.machine import fitting_jobs
    from ..errors import ConfigError
    from .console import Progressing

    if replay and not annotate:
        raise ConfigError("--replay is the end of an annotated video: add --annotate.")
    exports = set_options.exports_of(export, out)
    options = set_options.check_options(facts, rate, config)
    film = AnnotatedVideo(replay) if annotate else None
    poses = set_options.pose_choice(backend, model)
    job = BatchJob(tuple(paths), out, jobs or fitting_jobs(), options, poses, resume, exports, film, fail_on)
    with _workers(cluster) as run, Progressing() as progress:
        ended = run_batch(job, progress.start, run)
    if ended.failed:
        said = tr("{n} with a report, {failed} without one", n=ended.reports, failed=ended.failed)
    else:
        said = tr("{n} with a report", n=ended.reports)
    streams.tell(f"{ended.index}: {said}")
    sys.exit(ended.status)


def _workers(cluster: str | None) -> AbstractContextManager[Runner | None]:
    """Where the work is done; None: here."""
    if cluster is None:
        return nullcontext()
    from ..apps.batch.cluster import on_cluster

    return on_cluster(cluster)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(batch)
