"""The real pipeline run over clips with truth, several at once, and scored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ... import __version__
from ...apps.batch.pool import in_processes
from ...apps.check import CheckOptions, record, report_on
from ...apps.recording import Recording, load_recording, save_recording
from ...core.analysis import DEFAULT_RATE_HZ
from ...errors import HingecheckError, InputError, ModelError, NothingMeasuredError, OutputError
from ...sources.files.config import limits_sha256
from ..posing.verdicts import rejudged
from ..truth import SUFFIX, load_truth
from .accuracy import AccuracyTable, tabulate
from .comparison import ClipComparison, Detection, compare

POSES_SUFFIX = ".poses.npz"


@dataclass(frozen=True, slots=True)
class Case:
    """One clip: its truth, and what the pipeline may read of it. At least one of the two is there."""

    name: str
    truth: Path
    poses: Path  #: saved poses, or where to save them
    video: Path


@dataclass(frozen=True, slots=True)
class Scored:
    """How one clip ended."""

    name: str
    comparison: ClipComparison | None  #: None: it could not be read, so it says nothing of the pipeline
    problem: str | None = None
    model: tuple[str, str] | None = None  #: the pose model's name and hash


@dataclass(frozen=True, slots=True)
class Validation:
    """A table and what it was made from; nothing in it tells the day or the machine."""

    table: AccuracyTable
    version: str
    models: tuple[tuple[str, str], ...]  #: name and hash of every pose model the poses came from
    config_sha256: str
    analysis_rate_hz: float
    unmeasured: tuple[tuple[str, str], ...]  #: clips without an analysis and why; in the table as missed
    unread: tuple[tuple[str, str], ...]  #: clips that could not be read and why; not in the table


def validate(
    folder: Path, *, jobs: int = 1, save_poses: bool = False, done: Callable[[Scored], None] | None = None
) -> Validation:
    """Check every clip with a truth file in a folder and compare. The lift is not given: it is recognised.

    Parameters
    ----------
    folder : Path
        Searched through all its folders; one truth file alone is taken as well.
    jobs : int
        Processes side by side.
    save_poses : bool
        Write ``NAME.poses.npz`` beside each video that is read, so that the next run needs no pixels.
    done : callable, optional
        Told of each clip as it ends.

    Raises
    ------
    InputError
        No truth file, one with neither poses nor video beside it, or no clip that can be read.
    OutputError
        Poses cannot be saved.
    ModelError
        Poses are needed and there is no pose model.
    """
    return validate_cases(find_cases(folder), jobs=jobs, save_poses=save_poses, done=done)


def validate_cases(
    cases: Sequence[Case], *, jobs: int = 1, save_poses: bool = False, done: Callable[[Scored], None] | None = None
) -> Validation:
    """Do the work of `validate` on clips that were found already."""
    scored = score_all(cases, jobs=jobs, save_poses=save_poses, done=done)
    comparisons = [s.comparison for s in scored if s.comparison is not None]
    if not comparisons:
        raise InputError(f"none of the clips could be read; the first: {scored[0].name}: {scored[0].problem}")
    options = CheckOptions()
    return Validation(
        table=tabulate(comparisons),
        version=__version__,
        models=tuple(sorted({s.model for s in scored if s.model is not None})),
        config_sha256=limits_sha256(options.limits),
        analysis_rate_hz=DEFAULT_RATE_HZ,
        unmeasured=tuple((s.name, s.problem) for s in scored if s.comparison is not None and s.problem is not None),
        unread=tuple((s.name, s.problem or "") for s in scored if s.comparison is None),
    )


def find_cases(folder: Path) -> list[Case]:
    """Every truth file with its poses or video.

    Raises
    ------
    InputError
        See `validate`.
    """
    if folder.is_file() and folder.name.endswith(SUFFIX):
        truths, top = [folder], folder.parent
    elif folder.is_dir():
        truths, top = sorted(folder.rglob(f"*{SUFFIX}")), folder
    else:
        raise InputError(f"{folder}: is no folder of clips. Render some: hingecheck lab render RECIPE --out {folder}")
    if not truths:
        raise InputError(f"{folder}: holds no NAME{SUFFIX}. Render some: hingecheck lab render RECIPE --out {folder}")
    cases = []
    for truth in truths:
        stem = truth.name.removesuffix(SUFFIX)
        case = Case(
            name=str(truth.with_name(stem).relative_to(top)),
            truth=truth,
            poses=truth.with_name(stem + POSES_SUFFIX),
            video=truth.with_name(f"{stem}.mp4"),
        )
        if not case.poses.exists() and not case.video.exists():
            raise InputError(
                f"{truth}: has neither {case.poses.name} nor {case.video.name} beside it. "
                "Render the clip again, or remove its truth."
            )
        cases.append(case)
    return cases


def score_all(
    cases: Sequence[Case], *, jobs: int, save_poses: bool = False, done: Callable[[Scored], None] | None = None
) -> list[Scored]:
    """Score every case, one at a time in each process; in the order of `cases`."""
    results: dict[str, Scored] = {}
    with closing(in_processes(partial(score, save_poses=save_poses), cases, jobs=jobs)) as ends:
        for end in ends:
            if end.result is None:
                raise HingecheckError(
                    f"{end.task.name}: a process ended in the middle of it. Out of memory? Try fewer --jobs."
                )
            results[end.result.name] = end.result
            if done is not None:
                done(end.result)
    return [results[case.name] for case in cases]


def score(case: Case, *, save_poses: bool = False) -> Scored:
    """Run the pipeline on one clip and compare; an error with the clip is returned in the result.

    Raises
    ------
    ModelError, OutputError
        The next clip would fare no better.
    """
    try:
        truth = rejudged(load_truth(case.truth))
    except HingecheckError as error:
        return Scored(case.name, None, one_line(error))
    except (KeyError, TypeError, ValueError) as error:
        return Scored(case.name, None, f"{case.truth}: is no whole truth file ({type(error).__name__}: {error})")
    try:
        recording = read_recording(case, save_poses=save_poses)
    except (ModelError, OutputError):
        raise
    except HingecheckError as error:
        return Scored(case.name, None, one_line(error))
    except Exception as error:  # as below; how many frames the clip has is not known
        return Scored(case.name, compare(truth, None, Detection(0, 0)), _unexpected(error))
    track = recording.lifter.track
    detection = Detection(frames=len(track), with_lifter=int(track.present.sum()))
    model = (recording.model_name, recording.model_sha256)
    try:
        analysis = report_on(recording).analysis
    except NothingMeasuredError as error:
        problem = one_line(error).removeprefix(f"{recording.source.path}: ")
        return Scored(case.name, compare(truth, None, detection), problem, model)
    except Exception as error:  # a crash is the pipeline's miss, and no reason to lose the other clips
        return Scored(case.name, compare(truth, None, detection), _unexpected(error), model)
    return Scored(case.name, compare(truth, analysis, detection), None, model)


def _unexpected(error: Exception) -> str:
    return f"unexpected error: {type(error).__name__}: {one_line(error)}"


def read_recording(case: Case, *, save_poses: bool) -> Recording:
    """Saved poses if they are of this video, else the video."""
    if case.poses.exists():
        if not case.video.exists():
            return load_recording(case.poses)
        try:
            return load_recording(case.poses, case.video)
        except InputError:
            pass  # of an earlier rendering: read the video anew
    recording = record(case.video, rate_hz=DEFAULT_RATE_HZ)
    if save_poses:
        save_recording(case.poses, recording)
    return recording


def one_line(error: BaseException) -> str:
    """An error's words without its line breaks; its name where it has none."""
    return " ".join(str(error).split()) or type(error).__name__
