"""How much of a back can hardly be told from what is behind it: dark clothes before a dark wall have no outline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ...core.arrays import Floats, Picture
from ...core.landmarks import both
from ...core.learned.back_line import back_points, dorsal_direction
from ...core.tracking.trails import largest_of
from ...core.tracking.uncertainty import DARK_SHAPE
from ...core.types import Frame, Person
from .brightness import LUMA, SHAPE_BELOW, level_of

#: Pictures are looked at so often, seconds, in which the trunk leans this far: what bends is seen there.
EVERY_S, LEANING_DEG = 0.25, 30.0
#: On either side of the outline, so far from it, of hip to shoulder.
BESIDE = 0.05
#: Fewer levels of 255 apart, red, green and blue weighed as eyes do, the sides are hardly told apart.
ALIKE_LEVELS = 12.0
#: The most that is said of a back that is no `DARK_SHAPE`.
ALL_HIDDEN = 0.99


class BackEdgeReader:
    """Takes frames with their people in order."""

    def __init__(self) -> None:
        self._due_s = -np.inf

    def look(self, frame: Frame, people: Sequence[Person]) -> float | None:
        """Share of the back's edge that is hidden in the next frame, `DARK_SHAPE` of one; None: not looked at."""
        largest = largest_of(people)
        if frame.time_s < self._due_s or largest is None:
            return None
        apart = _apart(frame, largest)
        if not len(apart):
            return None
        self._due_s = frame.time_s + EVERY_S
        share = min(float((apart < ALIKE_LEVELS).mean()), ALL_HIDDEN)
        return DARK_SHAPE if level_of(frame, largest) < SHAPE_BELOW else share


def unclear_back(hidden: Iterable[float | None]) -> float | None:
    """`PoseTrack.unclear_back`, of what was seen frame by frame.

    >>> unclear_back([0.25, None, 0.75]), unclear_back([None]), unclear_back([1.0, 1.0, 0.2])
    (0.5, None, 1.0)
    """
    known = [share for share in hidden if share is not None]
    if not known:
        return None
    return DARK_SHAPE if np.median(known) == DARK_SHAPE else min(float(np.mean(known)), ALL_HIDDEN)


def _apart(frame: Frame, person: Person) -> Floats:
    """How far apart the two sides of the back's outline are, levels [shape=(k,)]; none of who stands upright."""
    to_px = np.array(frame.scale)
    hip, shoulder = (person.image_px[both(name)].mean(axis=0) / to_px for name in ("HIP", "SHOULDER"))
    axis = shoulder - hip
    outline = person.outline_px / to_px
    if not (np.isfinite(axis).all() and np.isfinite(outline).all()):
        return np.empty(0)
    if np.degrees(np.arctan2(abs(axis[0]), -axis[1])) < LEANING_DEG:
        return np.empty(0)
    facing = 1.0 if axis[0] > 0 else -1.0  # bent over, the back is above
    back = back_points(hip, shoulder, outline, facing)
    if not len(back):
        return np.empty(0)
    aside = BESIDE * dorsal_direction(axis, facing)
    inside, outside = (_colours(frame.rgb, back + way * aside) for way in (-1.0, 1.0))
    if (inside == outside).all():  # a blank picture, to which poses were given: even the dark has its noise
        return np.empty(0)
    return np.asarray(np.abs(inside - outside) @ LUMA)


def _colours(rgb: Picture, places: Floats) -> Floats:
    """Means of three by three pixels round some places of a picture, at its edge those within [shape=(k, 3)]."""
    high, wide = rgb.shape[:2]
    column, row = np.clip(np.rint(places).astype(int), 0, [wide - 1, high - 1]).T
    steps = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    around = [rgb[(row + down).clip(0, high - 1), (column + right).clip(0, wide - 1)] for down, right in steps]
    return np.asarray(np.mean(around, axis=0, dtype=np.float64))
