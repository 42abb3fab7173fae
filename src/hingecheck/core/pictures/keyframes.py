"""Key moments of a set and the crop of the picture that shows the lifter at each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..types import Analysis, Motion, Rep

#: Room round the lifter, as a share of the longer side of the box that holds all landmarks.
MARGIN = 0.16
#: A box is at least this wide for its height: a standing lifter alone would make a sliver.
MIN_ASPECT = 0.62
#: Landmarks that are less visible than this do not stretch the box.
SEEN = 0.3


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the upright picture, in whole pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class KeyMoment:
    """A moment worth a picture."""

    rep: int  #: number of the rep
    time_s: float
    row: int  #: row of the motion
    box: Box  #: the lifter with some room


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A key moment and its picture, cut to the box."""

    moment: KeyMoment
    jpeg: bytes | None = None  #: None where the picture could not be had
    back: Floats | None = None  #: the back line, pixels of the whole picture [shape=(k, 2)]; None where none shows


def bottom_moments(
    analysis: Analysis, width_px: int, height_px: int, backs: Mapping[int, Floats] | None = None
) -> tuple[KeyMoment, ...]:
    """The bottom of every rep, or each of the stills; the boxes all of one size so that the pictures compare.

    Parameters
    ----------
    analysis : Analysis
    width_px, height_px : int
        Size of the upright picture; no box reaches beyond it.
    backs : mapping, optional
        Rep → points of its back line, which the box holds too [shape=(k, 2)].
    """
    motion, reps = analysis.motion, pictured_reps(analysis)
    held = [_extent(motion, rep, (backs or {}).get(rep.index)) for rep in reps]
    size = _common_size(held, width_px, height_px)
    return tuple(
        KeyMoment(rep.index, rep.bottom_s, rep.cycle.bottom, _box(extent, size, (width_px, height_px)))
        for rep, extent in zip(reps, held, strict=True)
    )


def pictured_reps(analysis: Analysis) -> tuple[Rep, ...]:
    """What is drawn a picture of: every rep, or the stills that were given."""
    return analysis.reps or analysis.stills


def nearest_frames(moments: Sequence[KeyMoment], time_s: Floats, frame_index: NDArray[np.int64]) -> dict[int, int]:
    """The video's frame nearest to each moment: rep → number of the frame.

    Parameters
    ----------
    moments : sequence of KeyMoment
    time_s, frame_index : array [shape=(n,)]
        Times and numbers of the frames that were analysed.
    """
    return {m.rep: int(frame_index[np.abs(time_s - m.time_s).argmin()]) for m in moments}


def _extent(motion: Motion, rep: Rep, back: Floats | None) -> Floats:
    """Left, top, right, bottom of the lifter at a rep's bottom; NaN where nobody is seen [shape=(4,)]."""
    row = rep.cycle.bottom
    points = motion.image_px[row]
    use = np.isfinite(points).all(axis=1)
    seen = use & (motion.visibility[row] >= SEEN)
    points = points[seen if seen.sum() >= 4 else use]
    if not len(points):
        return np.full(4, np.nan)
    if back is not None:
        points = np.concatenate([points, back])
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def _common_size(held: Sequence[Floats], width_px: int, height_px: int) -> tuple[int, int]:
    """Width and height that hold the largest of the extents with its margin."""
    extents = np.array([extent for extent in held if np.isfinite(extent).all()])
    if not len(extents):
        return width_px, height_px
    wide, high = (extents[:, 2:] - extents[:, :2]).max(axis=0)
    room = 2 * MARGIN * max(wide, high)
    high += room
    wide = max(wide + room, MIN_ASPECT * high)
    return min(round(float(wide)), width_px), min(round(float(high)), height_px)


def _box(extent: Floats, size: tuple[int, int], picture: tuple[int, int]) -> Box:
    """A box of `size` round an extent, pushed inside the picture."""
    middle = np.array(picture) / 2 if np.isnan(extent).any() else (extent[:2] + extent[2:]) / 2
    left, top = (
        int(np.clip(round(float(m) - s / 2), 0, p - s)) for m, s, p in zip(middle, size, picture, strict=True)
    )
    return Box(left, top, *size)
