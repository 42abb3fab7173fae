"""What stays as it is while the lifter moves behind it: captions and counters drawn over a film, posts, racks.

An edge of the room is gone while she is before it, and hers go with her. One that stays where her trunk and thighs
pass is before her: what the landmarks of hips and knees are drawn to then is a guess, which the network is sure of.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats, Picture
from ...core.geometry import between_deg
from ...core.landmarks import SIDES, both, point
from ...core.tracking.trails import largest_of, longer_leg_px
from ...core.types import Frame, Person
from ...quiet import quiet_cv2
from .shrinking import shrink

#: Seven pictures a second are looked at, so small that a leg is so long, pixels, where it is no shorter anyway; edges
#: are of so many levels.
EVERY_S, LEG_PX, EDGE_LEVELS = 0.14, 90.0, (60, 120)
#: Half as wide as trunk and thighs are at least, leg lengths: their own outlines are not in there.
TRUNK_LEG, THIGH_LEG = 0.07, 0.055
#: A place tells where they cover it so often, …
MIN_LOOKS = 10
#: … bent by as many degrees more at one time than at another: what of her is there is not the same.
MOVES_DEG = 45.0
#: … and an edge stays where it is there in so many of them, and in all but one of those that are more in each band of
#: how far she is bent, degrees: who stands still for long between two sets has her own edges where they were.
STAYS, BANDS_DEG = 0.9, (30.0, 60.0, 90.0)


class FrontWatch:
    """Takes frames with their people in order."""

    def __init__(self) -> None:
        self._due_s = -np.inf
        self._most: float | None = None  #: of the scenes before
        self._scene: _Scene | None = None
        self._size: tuple[int, ...] = ()  #: of the scene's pictures …
        self._longest_px = 0  #: … made small

    def cut(self) -> None:
        """Say that the next frame shows another scene."""
        self._most, self._scene = self.leg2, None

    def look(self, frame: Frame, people: Sequence[Person]) -> None:
        """Look at the next frame."""
        person = largest_of(people)
        if person is None or frame.time_s < self._due_s or not np.isfinite(person.image_px).all():
            return
        self._due_s = frame.time_s + EVERY_S
        points, size = person.image_px / np.array(frame.scale), frame.rgb.shape[:2]
        if size != self._size:
            self.cut()
            self._size = size
        if self._scene is None:
            self._longest_px = round(max(size) * min(LEG_PX / max(longer_leg_px(points), 1.0), 1.0))
        small, over_px = shrink(frame.rgb, self._longest_px)
        gray: Picture = quiet_cv2().cvtColor(np.ascontiguousarray(small), quiet_cv2().COLOR_RGB2GRAY)
        self._scene = self._scene or _Scene(gray.shape)
        self._scene.add(gray, points / np.array(over_px))

    @property
    def leg2(self) -> float | None:
        """See `PoseTrack.in_front_leg2`: of the scene that has most of it."""
        known = [one for one in (self._most, None if self._scene is None else self._scene.leg2()) if one is not None]
        return max(known, default=None)


class _Scene:
    """Counts over the pictures of one scene, at each of their places."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._covered: NDArray[np.int32] = np.zeros((len(BANDS_DEG) + 1, *shape), dtype=np.int32)  # by bands
        self._edges = self._covered.copy()
        self._least_deg, self._most_deg = np.full(shape, np.inf), np.full(shape, -np.inf)
        self._legs_px: list[float] = []

    def add(self, gray: Picture, points: Floats) -> None:
        cv2 = quiet_cv2()
        leg_px = longer_leg_px(points)
        if not leg_px > 0:
            return
        self._legs_px.append(leg_px)
        over = np.zeros(gray.shape, dtype=np.uint8)
        for side in SIDES:
            shoulder, hip, knee = (points[point(side, joint)] for joint in ("SHOULDER", "HIP", "KNEE"))
            middle = 0.5 * (shoulder + hip)  # the upper trunk of who lies hardly moves
            for first, second, half in ((middle, hip, TRUNK_LEG), (hip, knee, THIGH_LEG)):
                ends = [tuple(np.rint(end).astype(int).tolist()) for end in (first, second)]
                cv2.line(over, *ends, 1, thickness=max(int(2.0 * half * leg_px), 1))
        there = over > 0
        edges = cv2.dilate(cv2.Canny(gray, *EDGE_LEVELS), np.ones((2, 2), np.uint8)) > 0
        bent_deg = _bent_deg(points)
        band = int(np.searchsorted(BANDS_DEG, bent_deg))
        self._covered[band] += there
        self._edges[band] += there & edges
        self._least_deg[there] = np.minimum(self._least_deg[there], bent_deg)
        self._most_deg[there] = np.maximum(self._most_deg[there], bent_deg)

    def leg2(self) -> float | None:
        """Squares of a leg in which edges stay; None of too few pictures."""
        if len(self._legs_px) < MIN_LOOKS:
            return None
        tells = (self._covered.sum(axis=0) >= MIN_LOOKS) & (self._most_deg - self._least_deg >= MOVES_DEG)
        stays = tells & (self._edges.sum(axis=0) >= STAYS * self._covered.sum(axis=0))
        stays &= (self._edges >= STAYS * self._covered - 1.0).all(axis=0)
        return float(stays.sum()) / float(np.median(self._legs_px)) ** 2


def _bent_deg(points: Floats) -> float:
    """How far the hips are bent in the picture."""
    shoulder, hip, knee = (points[both(joint)].mean(axis=0) for joint in ("SHOULDER", "HIP", "KNEE"))
    return float(between_deg(shoulder - hip, hip - knee))
