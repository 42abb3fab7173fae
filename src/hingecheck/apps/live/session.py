"""A live session put together and run: camera, pose source, coach and frontend, from first frame to last report."""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ...core.analysis import DEFAULT_RATE_HZ
from ...core.live.events import Event, Problem
from ...core.phrases import N_, Told, whole
from ...errors import NothingMeasuredError, OutputError, words_of_error
from ...quiet import quiet_cv2
from ...sources.files.fingerprint import sha256_of
from ...sources.files.weights import default_weights
from ...sources.load.reader import LoadReader
from ...sources.load.round_outlines import RoundOutlines
from ...sources.pose.backends import PoseChoice, identify_model, open_poses
from ...sources.video.camera import Camera, FixedSizeCamera, is_file, open_camera
from ...sources.video.file_camera import FileCamera
from ..check import CheckOptions
from ..memory import return_large_blocks
from ..outputs import Outputs, check_outputs
from ..watching import Looking
from .channels import BoundedQueue, Channel, Closed, LatestSlot
from .coach import Coach
from .executors import AnalysisExecutor, InlineExecutor, ThreadExecutor, run_uninterrupted
from .finish import Origin, SetFinisher
from .loop import Loop, SessionClock, Shot, Shown
from .state import Films
from .throughput import ThroughputMonitor

if TYPE_CHECKING:
    from ...core.known_facts import Felt
    from ...sources.pose.pose_source import PoseSource

CAMERA_LOST = 3
#: Where the camera cannot be looked at while nothing is shown, events are taken this often, seconds.
POLL_S = 0.02
#: The load is looked for in one of so many frames: a look takes 5 to 11 ms, a frame's poses 17, and of 30 frames a
#: second each has 33. A slow machine, that leaves frames out, looks less often too.
LOOK_EVERY = 3
#: Longest turn of a computing thread while another waits, seconds; Python's own is 5 ms.
SWITCH_S = 0.0001
#: Pictures of a file that plays as fast as it goes may wait this long to be recorded, seconds.
PATIENCE_S = 60.0
#: How fast a camera shows life.
LIFE = 1.0
#: Why there is no report, where nobody was there at all.
NO_SET = N_("nobody lifted")


@dataclass(frozen=True, slots=True)
class LiveJob:
    """What ``hingecheck live`` was asked to do."""

    camera: str = "0"
    options: CheckOptions = field(default_factory=CheckOptions)
    fast: bool = False  #: a file plays as fast as it goes
    folder: Path | None = None
    record: bool = False
    model: PoseChoice = field(default_factory=PoseChoice)
    stop_at_loss: float | None = (
        None  #: loss of speed at which a set is said to be over, a share of the fastest rep's
    )
    exports: tuple[str, ...] = ()  #: keys of `hingecheck.reports.exports.EXPORTS`, for the folder of each set


class Frontend(Protocol):
    """Output and keys of a session. Used by the main thread alone."""

    def event(self, event: Event) -> None:
        """Take an event."""

    def show(self, shown: Shown) -> None:
        """Show a frame."""

    def keys(self, loop: Loop) -> bool:
        """Do what the keys ask; False where they ask to end."""

    def felt(self) -> Felt | None:
        """Ask where the last set was felt, where there is somebody to ask."""

    def close(self) -> None:
        """Put everything away; may be called twice."""


def run_live(
    job: LiveJob,
    frontend: Frontend,
    *,
    camera: Camera | None = None,
    make_poses: Callable[[], PoseSource] | None = None,
) -> int:
    """Run a session until its camera ends, fails, or the lifter does.

    Parameters
    ----------
    job : LiveJob
    frontend : Frontend
    camera : Camera, optional
        In the stead of the one that the job names.
    make_poses : callable, optional
        Makes the pose source, in the stead of the chosen backend.

    Returns
    -------
    int
        The exit status by the contract.

    Raises
    ------
    InputError
        The camera cannot be opened.
    ModelError
        The pose model is missing or wrong.
    NothingMeasuredError
        No set was seen.
    """
    # A thread that comes back from OpenCV waits this long for one that computes, dozens of times a frame.
    sys.setswitchinterval(SWITCH_S)
    return_large_blocks()
    quiet_cv2().setNumThreads(1)  # its helpers would wait for cores that poses have taken
    check_outputs(Outputs(folder=job.folder), [])
    poses = _poses(job.model) if make_poses is None else make_poses
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    first = poses()
    try:
        if camera is None:
            camera = open_camera(job.camera, fast=job.fast, rate_hz=DEFAULT_RATE_HZ)
        rate_hz = camera.source.frame_rate_hz if isinstance(camera, FileCamera) else None
        session = _Session(job, FixedSizeCamera(camera), first, events.put, rate_hz)
    except BaseException:
        first.close()
        raise
    try:
        return _run(session, frontend, events)
    finally:
        session.close()
        frontend.close()


class _Session:
    """Everything that a session needs, put together."""

    def __init__(
        self,
        job: LiveJob,
        camera: FixedSizeCamera,
        first: PoseSource,
        emit: Callable[[Event], None],
        rate_hz: float | None,
    ) -> None:
        self._emit = emit
        plays = is_file(job.camera)
        self.clock = SessionClock(running=not job.fast)
        self.executor: AnalysisExecutor = InlineExecutor() if job.fast else ThreadExecutor()
        channel: Channel[Shot] = BoundedQueue() if job.fast else LatestSlot()
        films = _films(job)
        learned = None if job.options.raw else default_weights()
        origin = Origin(
            name=job.camera if plays else f"camera {job.camera}",
            sha256=sha256_of(Path(job.camera)) if plays else None,
            video=Path(job.camera) if plays else None,
            frame_rate_hz=rate_hz,
            model_name=first.model_name,
            model_sha256=first.model_sha256,
            time_hint=None if plays else LIFE,
        )
        self.finisher = SetFinisher(
            job.options, origin, folder=job.folder, exports=job.exports, now_s=self.clock.now_s
        )
        self.coach = Coach(
            job.options,
            learned,
            self.finisher,
            self.executor,
            emit,
            own_times=not plays or films is not None,
            films=films,
            looking=Looking(LoadReader(RoundOutlines()), LOOK_EVERY),
            stop_at_loss=job.stop_at_loss,
        )
        self._poses = first
        self.loop = Loop(
            camera,
            first,
            self.coach,
            emit,
            channel=channel,
            clock=self.clock,
            rate_hz=None if plays else DEFAULT_RATE_HZ,
            throughput=ThroughputMonitor(),
            at_once=not job.fast,
            films=films,
        )
        self._films = films

    def finish(self, why: str, felt: Felt | None) -> None:
        """Report and save the set under way."""
        self.loop.stop()
        if self.loop.camera_error is not None:
            why = N_("the camera was lost")
            self._emit(Problem(self.clock.now_s(), words_of_error(self.loop.camera_error)))
        self.coach.end_set(why, self.clock.now_s(), felt)
        self.executor.close()

    def close(self) -> None:
        """End the threads."""
        self.loop.stop()
        self.executor.close()
        if self._films is not None:
            self._films.close()
        self._poses.close()  # the loop's thread has, unless it never began


def _run(session: _Session, frontend: Frontend, events: queue.SimpleQueue[Event]) -> int:
    """Go through the session; whatever ends it, the set so far is reported and saved."""
    loop = session.loop
    gone: BaseException | None = None
    why = N_("you ended it")
    loop.start()
    try:
        if _watch(loop, frontend, events):
            why = N_("the pictures ended")
        felt = _felt(session, frontend)
    except (KeyboardInterrupt, OSError) as error:  # also where standard output takes no more
        gone, felt = error, None
    gone = run_uninterrupted(lambda: session.finish(why, felt)) or gone
    if not isinstance(gone, OSError):
        _tell(frontend, events)
    if gone is not None:
        raise gone
    if loop.error is not None:
        raise loop.error
    if loop.camera_error is not None:
        return CAMERA_LOST
    if session.finisher.unwritten:  # said when it happened
        return OutputError.exit_status
    if not session.finisher.reported:
        finisher = session.finisher
        raise NothingMeasuredError(
            finisher.silence or Told("{name}: {why}", name=finisher.origin.name, why=whole(NO_SET))
        )
    return 0


def _felt(session: _Session, frontend: Frontend) -> Felt | None:
    """Ask where the set that has ended was felt."""
    session.loop.stop()
    return frontend.felt() if session.coach.running else None


def _watch(loop: Loop, frontend: Frontend, events: queue.SimpleQueue[Event]) -> bool:
    """Show frames and tell events; True once no more frames come, False where the keys end the session."""
    while True:
        running = loop.running
        _tell(frontend, events)
        try:
            shown = loop.shown.get(POLL_S)
        except Closed:
            return True
        if shown is not None:
            frontend.show(shown)
        if not frontend.keys(loop):
            return False
        if not running:
            return True


def _tell(frontend: Frontend, events: queue.SimpleQueue[Event]) -> None:
    while not events.empty():
        frontend.event(events.get())


def _poses(model: PoseChoice) -> Callable[[], PoseSource]:
    identify_model(model)  # what is wrong with it is said now, not in a thread
    return lambda: open_poses(model, smooth=True)


def _films(job: LiveJob) -> Films | None:
    if not job.record or job.folder is None:
        return None
    from ...drawing.set_recorder import SetFilms

    return SetFilms(PATIENCE_S if job.fast else 0.0)
