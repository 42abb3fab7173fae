"""Check several recordings in one go: each reported, none stopped by another's trouble."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import Protocol

from ..core.types import SetReport, Severity
from ..errors import HingecheckError, ModelError, OutputError
from ..languages.speaking import tr, tr_error
from ..plain_text import plain_text, safe_name
from ..reports.json_report import to_json
from ..sources.pose.backends import PoseChoice
from .annotate import annotate, check_encoder
from .check import CheckOptions, Progress, record, report_on, report_together
from .clip import write_clip
from .corrections import with_corrections
from .exit_status import of_faults, worst_of
from .outputs import STDOUT, Outputs, check_outputs, write_bytes, write_text
from .pages import to_picture
from .recording import Recording, load_recording, save_recording
from .result_folder import (
    OF_REPORT,
    OUTPUTS,
    REPORT,
    CheckedRecording,
    pose_files,
    reported_content,
    result_files,
    write_files,
)


@dataclass(frozen=True, slots=True)
class CheckJob:
    """What ``hingecheck check`` was asked to do."""

    videos: tuple[Path, ...]
    options: CheckOptions = field(default_factory=CheckOptions)
    outputs: Outputs = field(default_factory=Outputs)
    pose: Path | None = None  #: saved poses instead of a model
    model: PoseChoice = field(default_factory=PoseChoice)  #: what finds the poses
    corrections: Path | None = None  #: a file of what was corrected by hand; else those beside the results
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

    def note(self, text: str) -> None:
        """Say what was done, beside the results."""

    def reading(self, path: Path, doing: str = "reading") -> AbstractContextManager[Progress]:
        """Show progress while a recording is read, or read again to draw on it."""


def check_many(job: CheckJob, reporter: Reporter) -> int:
    """Check every video of a job.

    Returns
    -------
    int
        The exit status: of several videos the worst counts, see `exit_status`.

    Raises
    ------
    ModelError
        Without a pose model no video can be checked.
    OutputError
        A result cannot be written; nothing more is checked.
    """
    check_outputs(job.outputs, _input_files(job))
    if job.outputs.annotate is not None or job.outputs.clip is not None:
        check_encoder()
    statuses: list[int] = []
    lines: list[str] = []
    written: list[Path] = []
    inputs: Sequence[Path | None] = job.videos or (None,)
    try:
        for path in inputs:
            try:
                recording = _recording(job, path, reporter)
                folder = _folder(job, recording)
                _save_poses(job, recording, folder)
                report = report_on(recording, _corrected(job, recording, path, folder))
            except (ModelError, OutputError):
                raise
            except HingecheckError as error:
                reporter.problem(tr_error(error))
                statuses.append(error.exit_status)
                continue
            statuses.append(of_faults((f.severity for f in report.analysis.findings), job.fail_on))
            _show(job, report, reporter, lines)
            result = CheckedRecording(recording, report, path)
            _write(job, result, folder)
            if folder is not None:
                _say_where(job, recording, folder, reporter)
            _write_video(job, result, reporter)
            _write_clip(job, result, reporter)
            if folder is not None:
                written.append(folder)
    finally:
        # Also after Ctrl-C: what was finished is kept.
        if job.outputs.json is not None and str(job.outputs.json) != STDOUT and lines:
            write_text(job.outputs.json, "".join(f"{line}\n" for line in lines))
    _check_kept(written)
    return worst_of(statuses)


def _check_kept(written: Sequence[Path]) -> None:
    """See that nobody took away meanwhile the folders that were written."""
    for folder in written:
        report = folder / OUTPUTS[REPORT].file
        if not report.exists():
            raise OutputError("{report}: was removed while other videos were checked. Run it again.", report=report)


def check_same_set(job: CheckJob, reporter: Reporter) -> int:
    """Check videos of one set, and report it once: each rule from the one that shows it best.

    Returns
    -------
    int
        The exit status.

    Raises
    ------
    HingecheckError
        One of them cannot be read or measured, or they do not show the same.
    """
    check_outputs(job.outputs, _input_files(job))
    recordings = [_recording(job, path, reporter) for path in job.videos]
    folders: list[Path | None] = []
    for recording in recordings:
        folders.append(_folder(job, recording))
        _save_poses(job, recording, folders[-1])
    corrected = [_corrected(job, *of) for of in zip(recordings, job.videos, folders, strict=True)]
    report = report_together(recordings, corrected)
    lines: list[str] = []
    _show(job, report, reporter, lines)
    result = CheckedRecording(recordings[0], report, job.videos[0])
    _write(job, result, folders[0])
    if folders[0] is not None:
        _say_where(job, recordings[0], folders[0], reporter)
    if job.outputs.json is not None and str(job.outputs.json) != STDOUT:
        write_text(job.outputs.json, f"{lines[0]}\n")
    return of_faults((f.severity for f in report.analysis.findings), job.fail_on)


def _input_files(job: CheckJob) -> list[Path]:
    """Files that are read, and so must not be written."""
    more = (job.pose, job.config, job.corrections, Path(job.model.model) if job.model.model else None)
    return [*job.videos, *(path for path in more if path is not None)]


def _recording(job: CheckJob, path: Path | None, reporter: Reporter) -> Recording:
    if job.pose is not None:
        return load_recording(job.pose, path)
    assert path is not None
    with reporter.reading(path) as progress:
        return record(path, rate_hz=job.options.rate_hz, model=job.model, progress=progress)


def _corrected(job: CheckJob, recording: Recording, path: Path | None, folder: Path | None) -> CheckOptions:
    """With what was corrected by hand: in the result's folder, beside the poses, or beside the video."""
    beside = [file.parent for file in (job.pose, path) if file is not None]
    places = beside if folder is None else [folder, *beside]
    return with_corrections(job.options, recording, places, job.corrections)


def _save_poses(job: CheckJob, recording: Recording, folder: Path | None) -> None:
    """Save poses before they are analysed: a video without reps still keeps them."""
    if job.outputs.save_pose is not None:
        save_recording(job.outputs.save_pose, recording)
    if folder is not None:
        write_files(folder, pose_files(recording))


def _show(job: CheckJob, report: SetReport, reporter: Reporter, lines: list[str]) -> None:
    """Show one report, and keep its line of JSON."""
    line = to_json(report)
    lines.append(line)
    if str(job.outputs.json) == STDOUT:
        reporter.data(line)
    reporter.report(report)


def _write(job: CheckJob, result: CheckedRecording, folder: Path | None) -> None:
    """Write the files of one report: those with a name of their own, and its folder."""
    outputs = job.outputs
    for name, path in {"series": outputs.series, "page": outputs.html}.items():
        if path is not None:
            write_bytes(path, OUTPUTS[name].make(result, path.parent))
    if folder is not None:
        write_files(folder, result_files(result, (*OF_REPORT, *outputs.exports), folder))
    if outputs.picture is not None:
        suffix = outputs.picture.suffix.lower()
        write_bytes(outputs.picture, to_picture(result.report, result.gallery, suffix))


def _write_video(job: CheckJob, result: CheckedRecording, reporter: Reporter) -> None:
    outputs, video = job.outputs, result.video
    if outputs.annotate is None or video is None:
        return
    with reporter.reading(video, "drawing") as progress:
        annotate(result.report, result.recording, video, outputs.annotate, replay=outputs.replay, progress=progress)


def _write_clip(job: CheckJob, result: CheckedRecording, reporter: Reporter) -> None:
    outputs, video = job.outputs, result.video
    if outputs.clip is None or video is None:
        return
    with reporter.reading(video, "drawing") as progress:
        rep = write_clip(result.report, result.recording, video, outputs.clip, outputs.clip_of, progress)
    size_kb = outputs.clip.stat().st_size / 1000
    reporter.note(tr("{path}: rep {rep}, {size:.0f} kB", path=outputs.clip, rep=rep.index, size=size_kb))


def _folder(job: CheckJob, recording: Recording) -> Path | None:
    """DIR/NAME for a recording: its own name, or where that holds another one's report, a number behind it.

    None where no folder was asked for. Every candidate's report is read: it is asked for once a recording.
    """
    if job.outputs.folder is None:
        return None
    own = _own_folder(job, recording)
    others = {name.casefold() for name in folder_names(job.videos).values()} - {own.name.casefold()}
    stem = safe_name(Path(recording.source.path).stem)
    for name in chain((own.name, stem), (f"{stem}-{number}" for number in count(2))):
        there = reported_content(own.with_name(name))
        if there == recording.source.sha256 or (there is None and name.casefold() not in others):
            return own.with_name(name)
    raise AssertionError


def _own_folder(job: CheckJob, recording: Recording) -> Path:
    """The folder of a recording's name, whatever is there already."""
    assert job.outputs.folder is not None
    path = recording.source.path
    return job.outputs.folder / folder_names(job.videos).get(path, safe_name(Path(path).stem))


def _say_where(job: CheckJob, recording: Recording, folder: Path, reporter: Reporter) -> None:
    """Say where a result went whose name was another recording's."""
    own = _own_folder(job, recording)
    if folder != own:
        reporter.note(
            tr(
                "{own}: holds another recording's result, which stays. This one is in {folder}",
                own=own,
                folder=folder,
            )
        )


def folder_names(videos: Sequence[Path]) -> dict[str, str]:
    """A folder's name for each video, by its path in a report.

    Of videos that share a name, upper and lower case alike, all but the first get a number behind it: one that is
    no other video's own name.

    >>> folder_names([Path("a/set.mp4"), Path("b/Set.mp4"), Path("set-2.mp4")])
    {'a/set.mp4': 'set', 'b/Set.mp4': 'Set-3', 'set-2.mp4': 'set-2'}
    """
    own = {safe_name(video.stem).casefold() for video in videos}
    names: dict[str, str] = {}
    used: set[str] = set()
    for video in dict.fromkeys(videos):
        stem = safe_name(video.stem)
        numbered = (f"{stem}-{number}" for number in count(2))
        free = (name for name in numbered if name.casefold() not in used | own)
        name = stem if stem.casefold() not in used else next(free)
        used.add(name.casefold())
        names[plain_text(str(video))] = name
    return names
