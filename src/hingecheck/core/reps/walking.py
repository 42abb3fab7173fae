"""Whether a lifter stays where she stands during a lift, or walks in it, or off after it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..geometry import length
from ..landmarks import both
from ..types import Motion
from .phases import HingeCurve
from .turns import LiftSpan

#: Feet that travel further than this during a lift are walking, in leg lengths.
WALK_LEG = 0.45
#: … and nearer than this to where the other one began no foot has walked: legs were mixed up. Of one whose were in
#: the last frame of a lift the stance foot was 0.09 away.
MIXED_UP_LEG = 0.15
#: … told from a foot that is seen within this share of the time from both ends: at the lower edge of a picture one
#: was seen for half a lift, and slipped onto a plate.
FEET_ENDS = 0.25
#: Who walks off at once is straighter walking than she was at the top: a lift has got there where no more than this
#: share of its way is left.
ARRIVED = 0.25


def before_she_walks(motion: Motion, curve: HingeCurve, lift: LiftSpan) -> LiftSpan | None:
    """The lift as far as the feet stay where they are; None where they walk in it.

    Parameters
    ----------
    motion : Motion
    curve : HingeCurve
    lift : LiftSpan
        Up to where the hinge is straightest before the next bend.
    """
    if not feet_moved(motion, lift.down, lift.up):
        return lift
    left_deg = curve.value[lift.down : lift.up + 1] - curve.value[lift.up]
    arrived = lift.down + int(np.argmax(left_deg <= ARRIVED * left_deg[0]))
    if arrived >= lift.up or feet_moved(motion, lift.down, arrived):
        return None
    stays, walks = arrived, lift.up
    while walks - stays > 1:
        middle = (stays + walks) // 2
        stays, walks = (stays, middle) if feet_moved(motion, lift.down, middle) else (middle, walks)
    return LiftSpan(lift.down, arrived + int(np.argmin(curve.value[arrived : stays + 1])))


def feet_moved(motion: Motion, first: int, last: int) -> bool:
    """Whether both feet end somewhere else than they began; in single-leg work the free one may travel.

    Nobody walks on the back: feet that jump there are the tracker's, which now and then takes head for feet. Where
    the camera goes along, nothing is known of it.
    """
    if motion.face_up or motion.place_lost:
        return False
    feet = both("ANKLE")
    path = motion.image_px[min(first, last) : last + 1, feet]
    ends = FEET_ENDS * (len(path) - 1)
    seen = [np.flatnonzero(known) for known in np.isfinite(path).all(axis=-1).T]
    moved = []
    for foot, rows in enumerate(seen):
        if len(rows) < 2:
            continue
        whole = rows[0] <= ends and rows[-1] >= len(path) - 1 - ends
        went_leg = float(length(path[rows[0], foot], path[rows[-1], foot])) / motion.leg_px
        if whole or went_leg <= WALK_LEG:  # a stance foot that hides in the bend still tells that it stays
            moved.append(went_leg)
    if not moved or min(moved) <= WALK_LEG:
        return False
    return not _mixed_up(path / motion.leg_px, seen)


def _mixed_up(path: Floats, seen: Sequence[NDArray[np.int64]]) -> bool:
    """Whether a foot ends where the other one began: left and right were mixed up at one end.

    Parameters
    ----------
    path : array [shape=(n, 2, 2)]
        Of both feet, leg lengths.
    seen : sequence of array of int
        The rows in which each is seen.
    """
    if not all(len(rows) for rows in seen):
        return False
    ways = ((path[seen[one][0], one], path[seen[other][-1], other]) for one, other in ((0, 1), (1, 0)))
    return min(float(length(began, ended)) for began, ended in ways) <= MIXED_UP_LEG
