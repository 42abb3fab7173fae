"""Check several recordings in one go: each reported, none stopped by another's trouble."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..core.rules.findings import severity_rank
from ..core.types import SetReport, Severity
from ..errors import HingecheckError, ModelError, OutputError
from ..reports.exports import EXPORTS
from ..reports.json_report import to_json
from ..reports.series_csv import to_csv
from .annotate import annotate, check_encoder
from .check import CheckOptions, Progress, record, report_on
from .outputs import STDOUT, Outputs, check_outputs, make_folder, write_bytes, write_text
from .pages import key_frames, save_page, save_picture
from .recording import Recording, load_recording, save_recording

FAULTS_FOUND = 10
#: Statuses from the one that counts most to the least: an input that failed outweighs faults found.
WORST_FIRST = (1, 5, 3, 4, FAULTS_FOUND, 0)


@dataclass(frozen=True, slots=True)
class CheckJob:
    """What ``hingecheck check`` was asked to do."""

    videos: tuple[Path, ...]
    options: CheckOptions = field(default_factory=CheckOptions)
    outputs: Outputs = field(default_factory=Outputs)
    pose: Path | None = None  #: saved poses instead of a model
    model: str | None = None  #: a model's name or file; None = the default
    config: Path | None = None  #: the limits file that `options` were read from
    fail_on: Severity | None = None


class Reporter(Protocol):
    """Where results and troubles are shown."""

    def report(self, report: SetReport) -> None:
        """Show a report to people."""

    def data(self, line: str) -> None:
        """Put a line of data on standard output."""

    def problem(self, text: str) -> None:
        """Say what went wrong with one input."""

    def reading(self, path: Path, doing: str = "reading") -> AbstractContextManager[Progress]:
        """Show progress while a recording is read, or read again to draw on it."""


def check_many(job: CheckJob, reporter: Reporter) -> int:
    """Check every video of a job.

    Returns
    -------
    int
        The exit status: of several videos the worst counts, see `WORST_FIRST`.

    Raises
    ------
    ModelError
        Without a pose model no video can be checked.
    OutputError
        A result cannot be written; nothing more is checked.
    """
    check_outputs(job.outputs, _input_files(job))
    if job.outputs.annotate is not None:
        check_encoder()
    statuses: list[int] = []
    lines: list[str] = []
    inputs: Sequence[Path | None] = job.videos or (None,)
    try:
        for place, path in enumerate(inputs):
            try:
                recording = _recording(job, path, reporter)
                _save_poses(job, recording, place)
                report = report_on(recording, job.options)
            except (ModelError, OutputError):
                raise
            except HingecheckError as error:
                reporter.problem(str(error))
                statuses.append(error.exit_status)
                continue
            statuses.append(_write(job, report, recording, reporter, lines))
            _write_pages(job, report, recording, path)
            _write_video(job, report, recording, path, reporter)
    finally:
        # Also after Ctrl-C: what was finished is kept.
        if job.outputs.json is not None and str(job.outputs.json) != STDOUT and lines:
            write_text(job.outputs.json, "".join(f"{line}\n" for line in lines))
    return min(statuses, key=WORST_FIRST.index, default=0)


def _input_files(job: CheckJob) -> list[Path]:
    """Files that are read, and so must not be written."""
    more = (job.pose, job.config, Path(job.model) if job.model else None)
    return [*job.videos, *(path for path in more if path is not None)]


def _recording(job: CheckJob, path: Path | None, reporter: Reporter) -> Recording:
    if job.pose is not None:
        return load_recording(job.pose, path)
    assert path is not None
    with reporter.reading(path) as progress:
        return record(path, rate_hz=job.options.rate_hz, model=job.model, progress=progress)


def _save_poses(job: CheckJob, recording: Recording, place: int) -> None:
    """Save poses before they are analysed: a video without reps still keeps them."""
    if job.outputs.save_pose is not None:
        save_recording(job.outputs.save_pose, recording)
    if job.outputs.folder is not None:
        save_recording(_folder(job, recording) / "poses.npz", recording)


def _write(job: CheckJob, report: SetReport, recording: Recording, reporter: Reporter, lines: list[str]) -> int:
    """Show and write one report; its exit status."""
    outputs = job.outputs
    line = to_json(report)
    lines.append(line)
    if str(outputs.json) == STDOUT:
        reporter.data(line)
    reporter.report(report)
    track = recording.lifter.track
    if outputs.series is not None:
        write_text(outputs.series, to_csv(report.analysis, track.time_s, track.frame_index))
    if outputs.folder is not None:
        folder = _folder(job, recording)
        write_text(folder / "report.json", to_json(report, indent=2) + "\n")
        write_text(folder / "series.csv", to_csv(report.analysis, track.time_s, track.frame_index))
        for export in (EXPORTS[kind] for kind in outputs.exports):
            write_bytes(folder / export.file, export.write(report.analysis))
    if job.fail_on is None:
        return 0
    bar = severity_rank(job.fail_on)
    return FAULTS_FOUND if any(severity_rank(f.severity) >= bar for f in report.analysis.findings) else 0


def _write_pages(job: CheckJob, report: SetReport, recording: Recording, video: Path | None) -> None:
    """Write what people open; the video is read again only where that is wanted, and once."""
    outputs = job.outputs
    if outputs.html is None and outputs.picture is None and outputs.folder is None:
        return
    gallery = key_frames(report, recording, video)
    if outputs.html is not None:
        save_page(report, gallery, outputs.html)
    if outputs.folder is not None:
        save_page(report, gallery, _folder(job, recording) / "report.html")
    if outputs.picture is not None:
        save_picture(report, gallery, outputs.picture)


def _write_video(
    job: CheckJob, report: SetReport, recording: Recording, video: Path | None, reporter: Reporter
) -> None:
    if job.outputs.annotate is None or video is None:
        return
    with reporter.reading(video, "drawing") as progress:
        annotate(report, recording, video, job.outputs.annotate, replay=job.outputs.replay, progress=progress)


def _folder(job: CheckJob, recording: Recording) -> Path:
    """DIR/NAME for a recording; a number behind it where two videos share a name."""
    assert job.outputs.folder is not None
    path = Path(recording.source.path)
    twins = [video for video in job.videos if video.stem == path.stem]
    number = twins.index(path) + 1 if len(twins) > 1 and path in twins else 1
    folder = job.outputs.folder / (path.stem if number == 1 else f"{path.stem}-{number}")
    make_folder(folder)
    return folder
