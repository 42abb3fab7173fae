"""What stays as it is while the lifter moves behind it: captions and counters drawn over a film, posts, racks.

An edge of the room is gone while she is before it, and hers go with her. One that stays where her trunk and thighs
pass is before her: what the landmarks of hips and knees are drawn to then is a guess, which the network is sure of.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats, Picture
from ...core.landmarks import SIDES, point
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
#: … and an edge stays where it is there in so many of them.
STAYS = 0.9


class FrontWatch:
    """Takes frames with their people in order."""

    def __init__(self) -> None:
        self._due_s = -np.inf
        self._most: float | None = None  #: of the scenes before
        self._scene: _Scene | None = None

    def cut(self) -> None:
        """Say that the next frame shows another scene."""
        self._most, self._scene = self.leg2, None

    def look(self, frame: Frame, people: Sequence[Person]) -> None:
        """Look at the next frame."""
        person = largest_of(people)
        if person is None or frame.time_s < self._due_s or not np.isfinite(person.image_px).all():
            return
        self._due_s = frame.time_s + EVERY_S
        size = frame.rgb.shape[:2]
        if self._scene is None or self._scene.size != size:
            self.cut()
            self._scene = _Scene(size, longer_leg_px(person.image_px / np.array(frame.scale)))
        self._scene.add(frame.rgb, person.image_px / np.array(frame.scale))

    @property
    def leg2(self) -> float | None:
        """See `PoseTrack.in_front_leg2`: of the scene that has most of it."""
        known = [one for one in (self._most, None if self._scene is None else self._scene.leg2()) if one is not None]
        return max(known, default=None)


class _Scene:
    """Counts over the pictures of one scene, at each of their places."""

    def __init__(self, size: tuple[int, ...], leg_px: float) -> None:
        self.size = size
        self._longest_px = round(max(size) * min(LEG_PX / max(leg_px, 1.0), 1.0))
        small, _ = shrink(np.zeros((*size, 1), dtype=np.uint8), self._longest_px)
        shape = small.shape[:2]
        self.covered: NDArray[np.int32] = np.zeros(shape, dtype=np.int32)
        self._edges = self.covered.copy()
        self._least_deg, self._most_deg = np.full(shape, np.inf), np.full(shape, -np.inf)
        self._legs_px: list[float] = []

    def add(self, rgb: Picture, points: Floats) -> None:
        cv2 = quiet_cv2()
        small, over_px = shrink(rgb, self._longest_px)
        gray: Picture = cv2.cvtColor(np.ascontiguousarray(small), cv2.COLOR_RGB2GRAY)
        points = points / np.array(over_px)
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
        self.covered += there
        self._edges += there & edges
        self._least_deg[there] = np.minimum(self._least_deg[there], bent_deg)
        self._most_deg[there] = np.maximum(self._most_deg[there], bent_deg)

    def leg2(self) -> float | None:
        """Squares of a leg in which edges stay; None of too few pictures."""
        if len(self._legs_px) < MIN_LOOKS:
            return None
        tells = (self.covered >= MIN_LOOKS) & (self._most_deg - self._least_deg >= MOVES_DEG)
        stays = tells & (self._edges >= STAYS * self.covered)
        return float(stays.sum()) / float(np.median(self._legs_px)) ** 2


def _bent_deg(points: Floats) -> float:
    """How far the hips are bent in the picture."""
    shoulder, hip, knee = (
        np.mean([points[point(side, joint)] for side in SIDES], axis=0) for joint in ("SHOULDER", "HIP", "KNEE")
    )
    trunk, thigh = shoulder - hip, knee - hip
    size = max(float(np.linalg.norm(trunk) * np.linalg.norm(thigh)), 1e-6)
    return float(180.0 - np.degrees(np.arccos(np.clip(float(trunk @ thigh) / size, -1.0, 1.0))))
