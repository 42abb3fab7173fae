"""The screen and the poses: each at its own pace, and never an older picture after a newer one."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from hingecheck.apps.live.channels import LatestSlot
from hingecheck.apps.live.loop import Loop, SessionClock, Shown
from hingecheck.apps.live.state import State
from hingecheck.apps.live.throughput import ThroughputMonitor
from hingecheck.core.types import Frame, Person
from hingecheck.sources.video.camera import FixedSizeCamera

GREY = np.full((8, 8, 3), 120, np.uint8)
LONG_S = 10.0


@dataclass
class HandCamera:
    """Gives a frame when the test does."""

    frames: queue.Queue[Frame | None] = field(default_factory=queue.Queue)
    count: int = 0

    def read(self) -> Frame | None:
        return self.frames.get()

    def gives(self) -> None:
        self.frames.put(Frame(self.count, self.count / 30.0, GREY))
        self.count += 1


@dataclass
class HandPoses:
    """Takes a frame, and has its poses when the test says so."""

    taken: queue.Queue[int] = field(default_factory=queue.Queue)
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def people(self, frame: Frame) -> tuple[Person, ...]:
        self.taken.put(frame.index)
        assert self.go.acquire(timeout=LONG_S)
        return ()

    def close(self) -> None: ...


class FakeCoach:
    """A state whose number of reps is the frame it was read from."""

    def frame(self, frame: Frame, people: object, brightness: float, now_s: float) -> State:
        return State(frame, None, "left", None, None, frame.index, 1, True, None, None, False)

    idle = None


@dataclass
class Rig:
    """A loop whose camera and poses wait for the test."""

    camera: HandCamera
    poses: HandPoses
    loop: Loop

    def shows(self) -> tuple[int, int]:
        """Which frame is shown next, and of which the pose on it is."""
        shown = self.loop.shown.get(LONG_S)
        assert shown is not None
        return shown.state.frame.index, shown.state.reps

    def looks_at(self) -> int:
        return self.poses.taken.get(timeout=LONG_S)


def rig(*, at_once: bool) -> Iterator[Rig]:
    camera, poses = HandCamera(), HandPoses()
    loop = Loop(
        FixedSizeCamera(camera),
        poses,  # type: ignore[arg-type]
        FakeCoach(),  # type: ignore[arg-type]
        lambda event: None,
        channel=LatestSlot(),
        clock=SessionClock(running=True),
        rate_hz=None,
        throughput=ThroughputMonitor(),
        at_once=at_once,
    )
    loop.start()
    yield Rig(camera, poses, loop)
    camera.frames.put(None)
    poses.go.release(100)
    loop.stop()


@pytest.fixture
def slow() -> Iterator[Rig]:
    yield from rig(at_once=True)


@pytest.fixture
def in_step() -> Iterator[Rig]:
    yield from rig(at_once=False)


def test_frames_that_poses_have_no_time_for_are_shown_with_the_last_pose(slow: Rig) -> None:
    slow.camera.gives()
    assert slow.looks_at() == 0
    slow.poses.go.release()
    assert slow.shows() == (0, 0)  # the machine keeps up: a frame waits for its own pose
    slow.camera.gives()
    assert slow.looks_at() == 1
    for number in (2, 3, 4):
        slow.camera.gives()
        assert slow.shows() == (number, 0)  # it does not: shown at once


def test_no_older_frame_follows_a_newer_one(slow: Rig) -> None:
    slow.camera.gives()
    slow.looks_at()
    slow.poses.go.release()
    slow.shows()
    slow.camera.gives()
    slow.looks_at()
    slow.camera.gives()
    assert slow.shows() == (2, 0)
    slow.poses.go.release()  # of frame 1, older than what is on the screen …
    assert slow.looks_at() == 2
    slow.camera.gives()
    assert slow.shows() == (3, 1)  # … so its pose is on the next
    slow.poses.go.release()
    assert slow.looks_at() == 3
    slow.poses.go.release()
    assert slow.shows() == (3, 3)  # nothing newer has come: the frame gets its own pose


def test_the_age_of_a_pose_is_known(slow: Rig) -> None:
    slow.camera.gives()
    slow.looks_at()
    slow.poses.go.release()
    own = slow.loop.shown.get(LONG_S)
    slow.camera.gives()
    slow.looks_at()
    slow.camera.gives()
    borrowed = slow.loop.shown.get(LONG_S)
    assert isinstance(own, Shown)
    assert isinstance(borrowed, Shown)
    assert own.seen_s == own.taken_s
    assert borrowed.seen_s == own.taken_s < borrowed.taken_s


def test_a_file_that_plays_as_fast_as_it_goes_shows_only_what_was_looked_at(in_step: Rig) -> None:
    in_step.camera.gives()
    in_step.looks_at()
    in_step.poses.go.release()
    assert in_step.shows() == (0, 0)
    in_step.camera.gives()
    in_step.looks_at()
    in_step.camera.gives()
    in_step.poses.go.release()
    assert in_step.shows() == (1, 1)
    assert in_step.looks_at() == 2
