"""Check folders of videos, several at once, and take up later where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from ... import __version__
from ...core.phrases import N_
from ...core.types import SetReport, Severity
from ...errors import ConfigError, HingecheckError, InputError, ModelError, OutputError
from ...languages.speaking import spoken_here, tr, tr_error
from ...plain_text import plain_text
from ...reports.summary import no_fault_words
from ...reports.words import counted, lifts_words
from ...sources.files.corrections import FILE_NAME, corrections_from
from ...sources.files.fingerprint import sha256_of, sha256_of_value
from ...sources.files.regular import real_path
from ...sources.files.weights import default_weights
from ...sources.pose.backends import PoseChoice, identify_model
from ...sources.video.discovery import find_videos
from ..annotate import AnnotatedVideo, check_encoder
from ..check import CheckOptions, record, report_on
from ..exit_status import of_faults, worst_of
from ..outputs import Outputs, check_outputs, make_folder
from ..recording import Recording, load_recording
from ..result_folder import FILM, OF_REPORT, OUTPUTS, CheckedRecording, pose_files, result_files
from .folder import INDEX, POSES_FILE, BatchFolder, DoneMark, film_mark
from .folder_lock import only_writer
from .names import assign_names
from .pool import Ended, in_processes, one_thread_each
from .process_limits import FOR_VIDEOS

#: Statuses that stay as they are while content and settings do: reported, unreadable, nothing to measure.
LASTING = (0, 3, 4)
TOO_LARGE = N_("{path}: takes more memory than a video may. Make it smaller, or cut it into sets.")
UNFORESEEN = N_("{path}: unexpected error: {kind}: {why}")


@dataclass(frozen=True, slots=True)
class BatchJob:
    """What ``hingecheck batch`` was asked to do."""

    paths: tuple[Path, ...]
    out: Path
    jobs: int
    options: CheckOptions = field(default_factory=CheckOptions)
    model: PoseChoice = field(default_factory=PoseChoice)  #: what finds the poses
    resume: bool = True
    exports: tuple[str, ...] = ()  #: keys of `hingecheck.reports.exports.EXPORTS`
    film: AnnotatedVideo | None = None  #: an annotated video too
    fail_on: Severity | None = None  #: faults at least this bad make the exit status `FAULTS_FOUND`


@dataclass(frozen=True, slots=True)
class VideoTask:
    """All that a process has to know of one video."""

    name: str
    path: Path  #: as it was given: for reports and messages
    home: Path  #: the same, absolute
    place: Path  #: where to read it
    options: CheckOptions
    model: PoseChoice
    folder: Path  #: where its files will lie, absolute
    settings: str
    poses_settings: str
    mark: DoneMark | None  #: what there is already
    exports: tuple[str, ...] = ()
    film: AnnotatedVideo | None = None
    poses: Path | None = None  #: saved poses that still hold, where only what is made of them changed
    by_hand: str = ""  #: the text of what was corrected by hand
    spoken: str = ""  #: the languages of what is written, as `spoken_here` gives them


@dataclass(frozen=True, slots=True)
class VideoDone:
    """How one video ended."""

    name: str
    path: Path
    status: int
    text: str  #: in a line: what was found, or what went wrong
    mark: DoneMark | None = None  #: None: nothing to keep
    files: Mapping[str, bytes] = field(default_factory=dict)
    current: bool = False  #: it was there already


#: Does tasks somewhere and yields how they end.
Runner = Callable[
    [Callable[[VideoTask], VideoDone], Iterator[VideoTask]], Generator[Ended[VideoTask, VideoDone], None, None]
]


@dataclass(frozen=True, slots=True)
class BatchEnded:
    """What came of a batch."""

    status: int  #: the exit status: of all videos the worst counts
    index: Path
    reports: int  #: in the folder, with those of earlier batches
    failed: int


def batch(
    job: BatchJob,
    started: Callable[[Sequence[Path]], Callable[[VideoDone], None]],
    run: Runner | None = None,
) -> BatchEnded:
    """Check every video that is not done yet, and write the folder.

    Parameters
    ----------
    job : BatchJob
    started : callable
        Told of all videos before the first is read; gives what is to be told of each as it ends.
    run : Runner, optional
        Where the work is done; processes of this machine if not given.

    Returns
    -------
    BatchEnded

    Raises
    ------
    InputError
        There is no video.
    ConfigError
        Another batch is writing in the folder, or annotated videos are wanted and there is no encoder.
    ModelError
        Without a pose model no video can be checked.
    OutputError
        A result cannot be written; what was finished is kept.
    """
    videos = find_videos(job.paths)
    if not videos:
        shown = ", ".join(map(str, job.paths))
        raise InputError("{shown}: no video in there. Give video files, or a folder that holds some.", shown=shown)
    _check_out(job, videos)
    if job.film is not None:
        check_encoder()
    make_folder(job.out)
    with only_writer(job.out):
        folder = BatchFolder(job.out)
        folder.tidy()
        folder.conclude()
        try:
            statuses = _work_off(job, folder, videos, started(videos), run or _here(job))
        finally:  # also after Ctrl-C
            lines = folder.conclude()
    _check_kept(job.out, statuses, {line.name for line in lines})
    faults = of_faults((line.severity for line in lines if line.name in statuses), job.fail_on)
    return BatchEnded(
        status=worst_of([*statuses.values(), faults]),
        index=job.out / INDEX,
        reports=sum(line.status == "ok" for line in lines),
        failed=sum(status != 0 for status in statuses.values()),
    )


def _check_kept(out: Path, statuses: Mapping[str, int], there: Collection[str]) -> None:
    """See that nobody took away meanwhile what was written."""
    gone = [name for name, status in statuses.items() if status == 0 and name not in there]
    if gone:
        raise OutputError(
            "{path}: was changed or removed while the batch was writing. Run it again.", path=out / gone[0]
        )


def _check_out(job: BatchJob, videos: Sequence[Path]) -> None:
    check_outputs(Outputs(folder=job.out), videos)
    out = real_path(job.out)
    if any(real_path(video) == out for video in videos):
        raise ConfigError("--out {out}: is an input too. Name another folder.", out=job.out)


def _here(job: BatchJob) -> Runner:
    return lambda do, tasks: in_processes(do, tasks, jobs=job.jobs, setup=one_thread_each, limits=FOR_VIDEOS)


def _work_off(
    job: BatchJob, folder: BatchFolder, videos: Sequence[Path], done: Callable[[VideoDone], None], run: Runner
) -> dict[str, int]:
    """Run the tasks and store what comes of them; the status of every video by the name of its folder."""
    statuses: dict[str, int] = {}
    with closing(run(check_one, _tasks(job, folder, videos))) as ends:
        for end in ends:
            result = end.result or _lost(end)
            if result.mark is not None and not result.current:
                folder.store(result.name, result.mark, result.files)
            statuses[result.name] = result.status
            done(result)
    return statuses


def _tasks(job: BatchJob, folder: BatchFolder, videos: Sequence[Path]) -> Iterator[VideoTask]:
    """A task a video."""
    poses_settings = sha256_of_value((__version__, *identify_model(job.model), job.options.rate_hz))
    settings = sha256_of_value((poses_settings, default_weights().sha256, asdict(job.options)))
    marks = folder.marks()
    for video, name in assign_names(videos, marks, folder.path).items():
        mark = marks.get(name) if job.resume else None
        own = real_path(folder.path) / name
        yield VideoTask(
            name,
            video,
            real_path(video),
            video,
            job.options,
            job.model,
            own,
            settings,
            poses_settings,
            mark,
            job.exports,
            job.film,
            own / POSES_FILE if mark is not None and mark.poses == poses_settings else None,
            _by_hand(own),
            spoken_here(),
        )


def _by_hand(folder: Path) -> str:
    """The text of what was corrected by hand in a video's folder: read in its task, so that a slip costs it alone."""
    try:
        return (folder / FILE_NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _options(task: VideoTask, sha256: str) -> CheckOptions:
    """With what was corrected by hand, where that is of this video."""
    if not task.by_hand:
        return task.options
    of, corrections = corrections_from(task.by_hand, f"{task.path}: {FILE_NAME} in its folder")
    return replace(task.options, corrections=corrections) if of == sha256 else task.options


def _lost(end: Ended[VideoTask, VideoDone]) -> VideoDone:
    task = end.task
    why = tr(
        "{path}: the process that read it died, twice. Out of memory? Try fewer --jobs, or play the file.",
        path=task.path,
    )
    if end.stuck:
        why = tr(
            "{path}: nothing more came of it for {seconds:.0f} s: given up. Try playing the file.",
            path=task.path,
            seconds=FOR_VIDEOS.silent_s,
        )
    return VideoDone(task.name, task.path, 1, why)


def check_one(task: VideoTask) -> VideoDone:
    """Check one video, in a process of its own; its trouble is told in the result.

    Raises
    ------
    ModelError, OutputError
        The next video would fare no better.
    """
    files: dict[str, bytes] = {}
    sha256: str | None = None
    film, unfilmed = "", 0
    try:
        sha256 = sha256_of(task.place)
        if task.mark is not None and _holds(task.mark, task, sha256) and _has_all(task.mark, task):
            text = task.mark.problem or tr("done before")
            return VideoDone(task.name, task.path, task.mark.status, text, task.mark, current=True)
        text, film, unfilmed = _make(task, sha256, files)
        status, problem = 0, ""
    except (ModelError, OutputError):
        raise
    except Exception as error:  # a crash over one video is no reason to lose the others
        status, problem = _trouble(error, task)
        text = problem
    if sha256 is None or status not in LASTING:
        return VideoDone(task.name, task.path, status, text)
    mark = DoneMark(str(task.home), sha256, task.settings, task.poses_settings, status, problem)
    mark = replace(
        mark, film=film, by_hand=sha256_of_value(task.by_hand), spoken=task.spoken, given=plain_text(str(task.path))
    )
    if not status and task.mark is not None and not task.mark.status and _holds(task.mark, task, sha256):
        # what nobody asks for this time stays: the report says what it said
        mark = replace(mark, film=film or task.mark.film, digests=task.mark.digests)
    return VideoDone(task.name, task.path, status or unfilmed, text, mark, files)


def _make(task: VideoTask, sha256: str, files: dict[str, bytes]) -> tuple[str, str, int]:
    """Put a video's files into `files` as they are made; what was found in a line, and the film's mark and status."""
    recording = _recording(task)
    files.update(pose_files(recording))
    report = report_on(recording, _options(task, sha256))
    result = CheckedRecording(recording, report, task.place, home=task.home, film=task.film or AnnotatedVideo())
    files.update(result_files(result, (*OF_REPORT, *task.exports), task.folder))
    if task.film is None:
        return _in_a_line(report), "", 0
    try:
        files.update(result_files(result, (FILM,), task.folder))
    except HingecheckError as error:  # the report is worth keeping all the same
        return f"{task.path}: {tr_error(error)}", "", error.exit_status
    return _in_a_line(report), film_mark(task.film, task.spoken), 0


def _trouble(error: Exception, task: VideoTask) -> tuple[int, str]:
    """The exit status of what went wrong over a video, and what to say of it."""
    if isinstance(error, HingecheckError):
        return error.exit_status, tr_error(error).replace(str(task.place), str(task.path))
    if isinstance(error, MemoryError):
        return 1, tr(TOO_LARGE, path=task.path)
    return 1, tr(UNFORESEEN, path=task.path, kind=type(error).__name__, why=str(error))


def _holds(mark: DoneMark, task: VideoTask, sha256: str) -> bool:
    """Whether the report that is there says what a new one would."""
    return (mark.sha256, mark.settings, mark.by_hand) == (sha256, task.settings, sha256_of_value(task.by_hand))


def _has_all(mark: DoneMark, task: VideoTask) -> bool:
    """Whether all that is asked for is there, in these words and told by the video's place: day and lifter are."""
    if (mark.video, mark.spoken) != (str(task.home), task.spoken):
        return False
    exported = {OUTPUTS[kind].file for kind in task.exports}
    filmed = task.film is None or mark.film == film_mark(task.film, task.spoken)
    return bool(mark.status) or (filmed and exported <= mark.digests.keys())


def _recording(task: VideoTask) -> Recording:
    """Saved poses where only what is made of them changed, else the video."""
    # a process a video: each reads one frame after the other, and the videos share the cores
    recording = _saved(task) or record(task.place, rate_hz=task.options.rate_hz, model=task.model, workers=1)
    return replace(recording, source=replace(recording.source, path=str(task.path)))


def _saved(task: VideoTask) -> Recording | None:
    try:
        return load_recording(task.poses, task.place) if task.poses is not None else None
    except InputError:
        return None  # missing, damaged, or of what the video was before


def _in_a_line(report: SetReport) -> str:
    """Deadlift, 5 reps: hips-rise-first severe, knee-dominant mild."""
    analysis = report.analysis
    faults = ", ".join(f"{f.rule} {tr(f.severity)}" for f in analysis.findings)
    clean = no_fault_words(analysis.good, (entry.rule for entry in analysis.not_assessable))
    return f"{lifts_words(analysis)}, {counted(analysis)}: {faults or tr(clean)}"
