"""Whether a recording shows its pictures several times over.

A webcam in a dim room takes 8 pictures a second and the file says 30: a limb stands still for four frames and jumps.
Repeats are seldom equal to the bit, because the file was encoded after them. They are read all the same: four
readings of one picture err less than one (a hinge of 129° became 123° without them).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats, Picture
from ...core.phrases import N_
from .few_points import few_points

#: A frame that changes the picture so many times as much as the one before it and the one after it is a jump …
TIMES = 3.0
#: … and a recording is repeated where jumps make this much of all change: 0.88 to 0.93 in five films of 6 to 10
#: pictures a second shown as 30, 0.58 in a real one of about 10; 0.13 at most in 45 real clips that are not …
SHARE = 0.4
#: … and nearly half of all frames change it by less than this share of the mean: 0.08 to 0.15 in those, 0.29 and more
#: where a strong encoder's key frames, ten a second apart and fewer, jump as repeats do.
STILL, STILL_SHARE = 0.45, 0.22
#: … and so it is in the middle one of the parts of the picture that change, each side of it being parted in so many,
#: and a part that has less than this share of its due of all change left out: 0.72 to 0.98 in six films shown so,
#: 0.01 where a line of words comes and goes at the lower edge.
PARTS, CHANGES_SHARE = 6, 0.5
#: … Of all change no frame counts for more than the largest but for these: cuts are no jumps of a lifter.
USUAL = 0.98
#: Fewer frames than this say nothing.
MIN_FRAMES = 20

REPEATS = N_(
    "the video shows its pictures several times over: the camera took few a second, as in dim light, or the film was "
    "slowed down. Film 24 or more in good light; if it is slowed, say so with --speed (0.5 = twice slowed)"
)


class RepeatReader:
    """Takes frames in order."""

    def __init__(self) -> None:
        self._last: NDArray[np.int16] | None = None
        self._changes: list[Floats] = []  #: of each part of the picture

    def add(self, rgb: Picture) -> None:
        """Look at the next frame's picture, or at a few points of it."""
        points = few_points(rgb).astype(np.int16)
        last, self._last = self._last, points
        if last is None or last.shape != points.shape:
            self._changes.append(np.zeros(PARTS * PARTS))
        else:
            self._changes.append(_by_part(np.abs(points - last).mean(axis=2)))

    @property
    def problems(self) -> tuple[str, ...]:
        """What to say of it so far."""
        parts = np.array(self._changes)
        if len(parts) < MIN_FRAMES:
            return ()
        changes = parts.mean(axis=1)
        if jumping_share(changes) < SHARE or np.quantile(changes, STILL) >= STILL_SHARE * changes.mean():
            return ()
        changing = parts[:, parts.mean(axis=0) >= CHANGES_SHARE * changes.mean()]
        return (REPEATS,) if np.median([jumping_share(part) for part in changing.T]) >= SHARE else ()


def _by_part(change: Floats) -> Floats:
    """Mean change of each part of a picture."""
    rows, columns = ((np.arange(PARTS) * size) // PARTS for size in change.shape)
    sums = np.add.reduceat(np.add.reduceat(change, rows, axis=0), columns, axis=1)
    sides = (np.diff([*starts, size]) for starts, size in zip((rows, columns), change.shape, strict=True))
    return np.asarray((sums / np.maximum(np.outer(*sides), 1)).ravel())


def jumping_share(changes: Floats) -> float:
    """How much of all change comes in single frames between two that change little.

    >>> round(jumping_share(np.array([0.0, 1.0, 2.0, 1.0, 0.0])), 2)
    0.0
    >>> round(jumping_share(np.array([0.0, 0.1, 3.0, 0.1, 0.0])), 2)
    0.94
    """
    before, here, after = changes[:-2], changes[1:-1], changes[2:]
    jumps = here > TIMES * np.maximum(before, after)
    counted = np.minimum(here, np.quantile(here, USUAL))
    return float(counted[jumps].sum() / max(counted.sum(), np.finfo(float).tiny))
