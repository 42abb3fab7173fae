from __future__ import annotations

from collections.abc import Callable

import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.measures.motion import build_motion
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, Motion, PoseTrack


@pytest.fixture(scope="session")
def check() -> Callable[..., Analysis]:
    """The whole core on a track with one person; keywords are those of `KnownFacts`."""

    def run(track: PoseTrack, rate_hz: float = 30.0, **options: object) -> Analysis:
        return analyse(LifterTrack(track, jumps=0, others=0), KnownFacts(**options), rate_hz)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="session")
def measure() -> Callable[..., Motion]:
    """Only the motion of a track."""

    def run(track: PoseTrack, rate_hz: float = 30.0) -> Motion:
        return build_motion(track, rate_hz)

    return run
