"""How much detail the pictures show of the lifter: made larger, or encoded too often, they hold less than pixels.

Scaled up from 120 lines, or sent on by messengers at 240, they have every pixel, and few that say anything new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ...core.arrays import Picture
from ...core.tracking.trails import largest_of
from ...core.types import Frame, Person
from ...quiet import quiet_cv2
from .shrinking import cut_out, shrink

#: Two pictures a second are looked at, as large round the largest person as the landmark network sees her, with so
#: much room, of her length.
EVERY_S, LONGEST_PX, ROOM = 0.5, 288, 0.06
#: What is smaller shows nothing.
MIN_PX = 12


class SoftnessReader:
    """Takes frames with their people in order."""

    def __init__(self) -> None:
        self._due_s = 0.0

    def look(self, frame: Frame, people: Sequence[Person]) -> float | None:
        """Detail of the largest person in the next frame, see `_detail_of`; None: not looked at."""
        largest = largest_of(people)
        if frame.time_s < self._due_s or largest is None:
            return None
        self._due_s = frame.time_s + EVERY_S
        return _detail_of(frame, largest)


def usual_detail_px(looks: Iterable[float | None]) -> float | None:
    """`PoseTrack.detail_px`, of what was seen frame by frame.

    >>> usual_detail_px([None, 40.0, float("nan"), 44.0]), usual_detail_px([None])
    (42.0, None)
    """
    known = [detail for detail in looks if detail is not None and np.isfinite(detail)]
    return float(np.median(known)) if known else None


def _detail_of(frame: Frame, person: Person) -> float:
    """How often what is seen of a person may change along her length; NaN where she is outside, or all is one grey.

    How fast the slope changes, of how steep it is: fine detail has as much of either, what is smooth has slopes only.
    """
    cv2 = quiet_cv2()
    points = person.image_px / np.array(frame.scale)
    length = float(np.ptp(points, axis=0).max())
    room = ROOM * length
    cut = cut_out(frame.rgb, points.min(axis=0) - room, np.ceil(points.max(axis=0) + room))
    if min(cut.shape[:2]) < MIN_PX:
        return float("nan")
    small, over = shrink(cut, LONGEST_PX)
    gray: Picture = cv2.cvtColor(np.ascontiguousarray(small), cv2.COLOR_RGB2GRAY)
    bends = float(np.abs(cv2.Laplacian(gray, cv2.CV_16S)).mean())
    slopes = sum(float(np.abs(cv2.Sobel(gray, cv2.CV_16S, *way)).mean()) / 8.0 for way in ((1, 0), (0, 1)))
    return bends / slopes * length / float(np.mean(over)) if slopes > 0 else float("nan")
