"""Where people leap from one frame to the next: two takes in one room cut together leave no other trace."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats, Picture
from ...core.types import Frame, Person

#: A point has changed by so many levels or more: noise, and a key frame of a strong encoder, change fewer.
LEVELS = 25.0
#: A leap changes this share of the points round people, and so many times as many as any frame within so long before
#: and after, seconds, or as the one next to it where frames are further apart. Of 2,400 cuts from calm in one take to
#: calm in another, tripod and lifter the same, 2,391 do, of 800 within a take 727; of 12,000 frames of 46 real clips
#: 33, most in one that pans and one of few pictures.
SHARE, TIMES, AROUND_S = 0.03, 2.0, 0.11
#: Room round a person's landmarks, of the longer side of the box round them.
ROOM = 0.12


class LeapReader:
    """Takes frames with their people in order."""

    def __init__(self) -> None:
        self._last: NDArray[np.float32] | None = None
        self._place = np.empty((0, 2))

    def look(self, few: Picture, frame: Frame, people: Sequence[Person]) -> float:
        """How much of a few points of the next picture, of those round people, changed: a share; see `leaps_of`."""
        points: NDArray[np.float32] = few.mean(axis=2, dtype=np.float32)
        to_px = np.multiply(frame.rgb.shape[1::-1], frame.scale)
        place = np.concatenate([np.empty((0, 2)), *(_box(person.image_px / to_px) for person in people)])
        last, before = self._last, self._place
        self._last, self._place = points, place
        changed = np.zeros(points.shape, dtype=bool)
        if last is not None and last.shape == points.shape:
            changed = np.abs(points - last) > LEVELS
        return _share_within(changed, np.concatenate([before, place]))


def _box(points: Floats) -> Floats:
    """Two corners of the box round a person, with room [shape=(2, 2)]; none where no landmark is known."""
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return np.empty((0, 2))
    low, high = points.min(axis=0), points.max(axis=0)
    room = ROOM * float((high - low).max())
    return np.stack([low - room, high + room])


def _share_within(changed: NDArray[np.bool_], corners: Floats) -> float:
    """How much of the box round some corners, shares of the picture, changed; 0 without any."""
    if not len(corners):
        return 0.0
    size = np.array(changed.shape[::-1])
    left, top = np.floor(corners.min(axis=0) * size).astype(int).clip(0).tolist()
    right, bottom = np.ceil(corners.max(axis=0) * size).astype(int).clip(0).tolist()
    within = changed[top:bottom, left:right]
    return float(within.mean()) if within.size else 0.0


def leaps_of(time_s: Floats, changed: Floats) -> tuple[int, ...]:
    """Rows whose change is a leap: people are suddenly shown otherwise.

    >>> leaps_of(np.arange(7) / 30.0, np.array([0.0, 0.0, 0.05, 0.1, 0.05, 0.0, 0.0]))
    (3,)
    >>> leaps_of(np.arange(5) / 5.0, np.array([0.0, 0.01, 0.1, 0.01, 0.0]))
    (2,)
    """
    out = []
    for row in np.flatnonzero(changed >= SHARE).tolist():
        first, last = np.searchsorted(time_s, [time_s[row] - AROUND_S, time_s[row] + AROUND_S])
        beside = np.concatenate([changed[max(min(first, row - 1), 0) : row], changed[row + 1 : max(last, row + 2)]])
        if row and len(beside) and changed[row] >= TIMES * beside.max():
            out.append(row)
    return tuple(out)
