"""The two threads of a live session: one captures frames, one estimates poses in the newest and feeds the coach.

The screen does not wait for poses that cannot keep up: a frame that comes while another is still worked on is shown
at once, with what was last known of the lifter, and an older frame is never shown after it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, replace

from ...core.live.events import Event, Problem
from ...core.types import Frame
from ...sources.pose.pose_source import PoseSource
from ...sources.video.camera import FixedSizeCamera
from ...sources.video.frame_sampler import FrameSampler
from .channels import Channel, Closed, LatestSlot
from .coach import Coach
from .monotonic_time import MonotonicTime
from .state import Films, State
from .throughput import ThroughputMonitor

#: How long a thread sleeps at most before it looks whether it should end, seconds.
WAKE_S = 0.2
#: Every how many pixels the brightness is looked at.
SPARSE = 16


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame, and when it was there."""

    frame: Frame
    taken_s: float  #: of `time.perf_counter`


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be shown."""

    state: State
    taken_s: float  #: when its frame was there, of `time.perf_counter`
    seen_s: float  #: when the frame was there that the lifter's pose was read from


class SessionClock:
    """The session's time: that of the newest frame, and what has gone by since.

    Parameters
    ----------
    running : bool
        False where a file plays as fast as it goes: time is then the newest frame's.
    """

    def __init__(self, *, running: bool) -> None:
        self._running = running
        self._frame_s, self._taken_s = 0.0, time.perf_counter()

    def saw(self, shot: Shot) -> None:
        """Take the newest frame."""
        self._frame_s, self._taken_s = shot.frame.time_s, shot.taken_s

    def now_s(self) -> float:
        """Seconds from the session's first frame."""
        return self._frame_s + (time.perf_counter() - self._taken_s if self._running else 0.0)


@dataclass(slots=True)
class Controls:
    """What the keys ask of the loop."""

    paused: bool = False
    restart: bool = False


class Loop:
    """Runs until the camera ends, fails, or `stop` is asked.

    Parameters
    ----------
    camera : FixedSizeCamera
    poses : PoseSource
        Closed at the end.
    coach : Coach
    emit : callable
        Takes events, from several threads.
    channel : Channel of Shot
        Between capture and poses.
    clock : SessionClock
    rate_hz : float or None
        Most frames a second; None takes all.
    throughput : ThroughputMonitor
        Watches whether poses keep up.
    at_once : bool
        Frames that poses have no time for are shown too; else only those that were looked at.
    films : Films, optional
        Records each frame that poses were found in.
    """

    def __init__(
        self,
        camera: FixedSizeCamera,
        poses: PoseSource,
        coach: Coach,
        emit: Callable[[Event], None],
        *,
        channel: Channel[Shot],
        clock: SessionClock,
        rate_hz: float | None,
        throughput: ThroughputMonitor,
        at_once: bool = True,
        films: Films | None = None,
    ) -> None:
        self._at_once, self._screen = at_once, threading.Lock()
        self._newest: Shot | None = None  # of those shown
        self._known: Shown | None = None  # what was last read of the lifter
        self._posing = False
        self._camera, self._poses, self._coach, self._emit = camera, poses, coach, emit
        self._channel, self._clock, self._throughput, self._films = channel, clock, throughput, films
        self._sampler = FrameSampler(rate_hz, 0.0 if rate_hz is None else 1.0 / rate_hz)
        self._monotonic = MonotonicTime()
        self._stop = threading.Event()
        self.shown: LatestSlot[Shown] = LatestSlot()
        self.controls = Controls()
        self.camera_error: Exception | None = None
        self.error: BaseException | None = None
        self.taken = self.posed = 0
        self._threads = [
            threading.Thread(target=copy_context().run, args=(self._guard, part), name=part.__name__, daemon=True)
            for part in (self._capture, self._pose_frames)
        ]

    @property
    def dropped(self) -> int:
        """Frames that were not posed for want of time."""
        return self._channel.dropped

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask the threads to end, and wait for the one that feeds the coach."""
        self._stop.set()
        self._channel.close()
        if self._threads[1].ident is None:
            return
        self._threads[1].join()
        self._threads[0].join(WAKE_S)  # a camera that hangs is left behind: the thread is a daemon

    @property
    def running(self) -> bool:
        """Whether frames are still posed."""
        return self._threads[1].is_alive()

    def _guard(self, part: Callable[[], None]) -> None:
        try:
            part()
        except BaseException as error:
            self.error = error
        finally:
            self._channel.close()

    def _capture(self) -> None:
        while not self._stop.is_set():
            try:
                frame = self._camera.read()
            except OSError as error:  # InputError is one
                self.camera_error = error
                return
            if frame is None:
                return
            in_order, jumps = self._monotonic.frame(frame)
            for text in (*self._camera.problems, *jumps):
                self._emit(Problem(in_order.time_s, text))
            self._camera.problems.clear()
            if self._sampler.keeps(in_order.time_s):
                self.taken += 1
                shot = Shot(in_order, time.perf_counter())
                late = self._posing
                self._channel.put(shot)
                if late and self._at_once:
                    self._show_at_once(shot)

    def _pose_frames(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    shot = self._channel.get(WAKE_S)
                except Closed:
                    return
                if shot is not None:
                    self._posing = True
                    self._pose(shot)
                for text in self._throughput.check(self._channel.dropped, self.posed):
                    self._emit(Problem(self._clock.now_s(), text))
        finally:
            self._poses.close()

    def _pose(self, shot: Shot) -> None:
        self._clock.saw(shot)
        if self.controls.restart:
            self.controls.restart = False
            self._coach.restart(self._clock.now_s())
        frame = shot.frame
        if self.controls.paused:
            state = self._coach.idle(frame)
        else:
            if self._films is not None:
                self._films.add(frame)
            people = self._poses.people(frame)
            brightness = float(frame.rgb[::SPARSE, ::SPARSE].mean())
            state = self._coach.frame(frame, people, brightness, self._clock.now_s())
            self.posed += 1
        self._posing = False
        self._show(shot, state)

    def _show_at_once(self, shot: Shot) -> None:
        """Show a frame with what is known so far."""
        with self._screen:
            if self._known is not None:
                self._newest = shot
                state = replace(self._known.state, frame=shot.frame)
                self.shown.put(Shown(state, shot.taken_s, self._known.seen_s))

    def _show(self, shot: Shot, state: State) -> None:
        """Show a frame with its own pose; where a newer one is on the screen, keep the pose for the next."""
        with self._screen:
            self._known = Shown(state, shot.taken_s, shot.taken_s)
            if self._newest is None or shot.frame.index >= self._newest.frame.index:
                self._newest = shot
                self.shown.put(self._known)
