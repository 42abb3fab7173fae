"""Sessions without a camera, a model or a window: a stick figure before a fake camera."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from hingecheck.apps.check import CheckOptions
from hingecheck.apps.live.loop import Loop, Shown
from hingecheck.apps.live.session import LiveJob, run_live
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.live.events import Event, Problem, RepEnded, SetEnded
from hingecheck.core.types import Frame, Person, PoseTrack
from hingecheck.errors import HingecheckError
from hingecheck.sources.pose.pose_source import FakePoses
from hingecheck.sources.video.camera import FakeCamera
from stick_figure import people_of

SIZE = (960, 1280)
#: Bright enough, and small in memory: one picture for all frames.
GREY = np.full((SIZE[1], SIZE[0], 3), 120, np.uint8)


@dataclass
class FakeFrontend:
    """Keeps all that it is told; ends when `until` says so."""

    until: Callable[[Loop], bool] = lambda loop: False
    events: list[Event] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    answer: str | None = None
    closed: bool = False

    def event(self, event: Event) -> None:
        self.events.append(event)

    def show(self, shown: Shown) -> None:
        self.shown.append(shown)

    def keys(self, loop: Loop) -> bool:
        return not self.until(loop)

    def felt(self) -> str | None:
        return self.answer

    def close(self) -> None:
        self.closed = True

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]


@dataclass(frozen=True)
class Ran:
    """How a session went."""

    status: int
    out: FakeFrontend

    @property
    def reps(self) -> list[RepEnded]:
        return self.out.of(RepEnded)

    @property
    def sets(self) -> list[SetEnded]:
        return self.out.of(SetEnded)

    @property
    def problems(self) -> list[str]:
        return [event.text for event in self.out.of(Problem)]


def frames_of(track: PoseTrack) -> list[Frame]:
    return [Frame(int(i), float(t), GREY) for i, t in zip(track.frame_index, track.time_s, strict=True)]


def poses_of(track: PoseTrack) -> Callable[[], FakePoses]:
    """Pose sources that know the person of each frame by its number."""
    people: Sequence[Person] = people_of(track)
    present = track.present

    def script(frame: Frame) -> tuple[Person, ...]:
        return (people[frame.index],) if frame.index < len(people) and present[frame.index] else ()

    return lambda: FakePoses(script)


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Far fewer looks at the set than there are: for tests of anything but when a rep is told."""
    from hingecheck.apps.live import schedule

    monkeypatch.setattr(schedule, "REPS_EVERY_S", 0.4)
    monkeypatch.setattr(schedule, "REPS_AT_LEAST_EVERY_S", 3.0)


@pytest.fixture
def live(seldom: None) -> Callable[..., Ran]:
    """A session in step with its frames over a track; faults may be put into the camera's script."""
    return session_of


@pytest.fixture
def live_often() -> Callable[..., Ran]:
    """The same, looking at the set as often as it does."""
    return session_of


def session_of(
    track: PoseTrack,
    script: Iterable[Frame | Exception] | None = None,
    *,
    folder: Path | None = None,
    frontend: FakeFrontend | None = None,
    record: bool = False,
    fast: bool = True,
    **facts: object,
) -> Ran:
    out = frontend or FakeFrontend()
    options = CheckOptions(facts=KnownFacts(**facts), raw=True)  # type: ignore[arg-type]
    job = LiveJob("0", options, fast=fast, folder=folder, record=record)
    camera = FakeCamera(frames_of(track) if script is None else script)
    try:
        status = run_live(job, out, camera=camera, make_poses=poses_of(track))
    except HingecheckError as error:
        status = error.exit_status
    assert out.closed
    return Ran(status, out)
