"""Parts of a track by time: from a moment on, the last seconds; and frame numbers at an even rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..tracking.lifter import LifterTrack
from ..tracking.stretches import select_rows


def since(lifter: LifterTrack, start_s: float) -> LifterTrack:
    """A lifter's track from `start_s` on, and what is known of those frames; times as they were."""
    track, background = lifter.track, lifter.background
    first = int(np.searchsorted(track.time_s, start_s))
    if not first:
        return lifter
    return replace(
        lifter,
        track=select_rows(track, np.arange(first, len(track))),
        background=None if background is None else background.rows(first, len(track)),
        cuts=tuple(row - first for row in lifter.cuts if row > first),
        leaps=tuple(row - first for row in lifter.leaps if row > first),
    )


def last_seconds(lifter: LifterTrack, seconds: float) -> LifterTrack:
    """The end of a lifter's track."""
    return since(lifter, float(lifter.track.time_s[-1]) - seconds)


def video_places(time_s: Floats, rate_hz: float) -> NDArray[np.int64]:
    """Where frames of these times lie in a video of an even rate that begins with the first: each its own place.

    >>> video_places(np.array([5.0, 5.03, 5.04, 5.2]), 30.0)
    array([0, 1, 2, 6])
    """
    wanted = np.round((time_s - time_s[:1]) * rate_hz).astype(np.int64)
    steps = np.arange(len(wanted))
    # never before the one that came before: the greatest lead so far is carried along
    return np.asarray(np.maximum.accumulate(wanted - steps) + steps)
