"""The lifter's lines over time: what a player draws over the film, row by row, instead of burning it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..arrays import Floats
from ..landmarks import BONES, Side, point
from ..signals import nearest
from ..types import Analysis, LiftSet, Motion, PoseTrack
from .figure import Depth, back_at, bone_depth, drawn_landmarks

#: The landmarks that bones join, in the order in which an overlay has them.
DRAWN: tuple[int, ...] = tuple(sorted({int(end) for bone in BONES for end in bone}))
#: Points of the back line; as the line itself has about twenty, in a curve that bends once, eight show all of it.
BACK_POINTS = 8
#: Seconds drawn before the first rep of a set and after its last: the walk to the bar and away from it is no lift.
AROUND_S = 2.0


@dataclass(frozen=True, slots=True)
class OverlayStretch:
    """A stretch of the motion that is drawn with one view."""

    start_s: float
    step_s: float
    near_side: Side
    measured_side: Side
    points_px: Floats  #: the landmarks `DRAWN`, NaN where one is not drawn [shape=(n, 16, 2)]
    back_px: Floats  #: the back line, NaN where none shows [shape=(n, 8, 2)]
    readings: Mapping[str, Floats]  #: measures, NaN where missing [shape=(n,)]
    loads_px: tuple[Floats, ...] = ()  #: the path of each load that was found, NaN where unknown [shape=(n, 2)]

    def __len__(self) -> int:
        return len(self.points_px)

    @property
    def bones(self) -> list[tuple[Depth, int, int]]:
        """Places in `DRAWN` that a bone joins, far ones first, so that near ones lie on top."""
        order = {"far": 0, "across": 1, "near": 2}
        bones = [(bone_depth(a, b, self.near_side), DRAWN.index(a), DRAWN.index(b)) for a, b in BONES]
        return sorted(bones, key=lambda bone: order[bone[0]])

    @property
    def hinge(self) -> tuple[int, int, int]:
        """Places in `DRAWN` of the shoulder, hip and knee that the hinge is measured at."""
        shoulder, hip, knee = (DRAWN.index(point(self.measured_side, name)) for name in ("SHOULDER", "HIP", "KNEE"))
        return shoulder, hip, knee


def overlay_of(analysis: Analysis, track: PoseTrack, measures: tuple[str, ...]) -> tuple[OverlayStretch, ...]:
    """What is drawn over the film, a stretch a set.

    Parameters
    ----------
    analysis : Analysis
    track : PoseTrack
        As the lifter was found: for the back line.
    measures : tuple of str
        Series that go with it.

    Returns
    -------
    tuple of OverlayStretch
        In pixels of the upright picture.
    """
    return tuple(_stretch(analysis, track, rows, measures) for rows in _stretches(analysis))


def _stretches(analysis: Analysis) -> list[slice]:
    """Rows of each set with a little around it; none twice, none of another part."""
    time_s = analysis.motion.time_s
    firsts = [first for first, _ in analysis.parts[1:]]
    found: list[slice] = []
    for lift_set in analysis.sets:
        first, last = np.searchsorted(time_s, (lift_set.start_s - AROUND_S, lift_set.end_s + AROUND_S))
        low, high = _part_around(lift_set, time_s, firsts)
        first = max(int(first), low, found[-1].stop if found else 0)
        if first < min(int(last), high):
            found.append(slice(first, min(int(last), high)))
    return found


def _part_around(lift_set: LiftSet, time_s: Floats, firsts: list[int]) -> tuple[int, int]:
    start = int(np.searchsorted(time_s, lift_set.start_s))
    low = max((first for first in firsts if first <= start), default=0)
    return low, min((first for first in firsts if first > start), default=len(time_s))


def _stretch(analysis: Analysis, track: PoseTrack, rows: slice, measures: tuple[str, ...]) -> OverlayStretch:
    motion = analysis.motion_at(rows.start)
    drawn = drawn_landmarks(motion, rows)
    points = np.where(drawn[..., None], motion.image_px[rows], np.nan)[:, DRAWN]
    time_s = motion.time_s[rows]
    return OverlayStretch(
        start_s=float(time_s[0]),
        step_s=float(time_s[-1] - time_s[0]) / max(len(time_s) - 1, 1),
        near_side=motion.view.near_side,
        measured_side=motion.measured_side,
        points_px=points,
        back_px=_backs(motion, track, rows),
        readings={name: motion.series[name].value[rows] for name in measures if name in motion.series},
        loads_px=tuple(load.centre_px[rows] for load in motion.load.tracks),
    )


def _backs(motion: Motion, track: PoseTrack, rows: slice) -> Floats:
    """The back line of each row, only where its bend is measured: as on an annotated video."""
    lumbar = motion.series.get("lumbar_flexion_deg")
    out = np.full((rows.stop - rows.start, BACK_POINTS, 2), np.nan)
    if lumbar is None:
        return out
    for place in np.flatnonzero(np.isfinite(lumbar.value[rows])):
        line = back_at(motion, track, nearest(track.time_s, motion.time_s[rows.start + place]))
        if len(line) > 1:
            at = np.linspace(0, len(line) - 1, BACK_POINTS)
            out[place] = np.stack([np.interp(at, np.arange(len(line)), line[:, k]) for k in (0, 1)], axis=-1)
    return out
