"""Borders of reps by the load, which is looked for once the reps are known."""

from __future__ import annotations

import numpy as np

from ..lifts import FROM_FLOOR
from ..load_types import LoadTrack
from ..types import Lift, Motion, Span
from .segmentation import Segmentation, find_reps

#: A load that goes no further than this while she bends to it, leg lengths, lies (see `load.left_below`); seen in so
#: many rows in which the hinge closes by so much, degrees.
LIES_LEG, MIN_ROWS, CLOSES_DEG = 0.03, 5, 15.0


def told_by_load(found: Segmentation, motion: Motion, lift: Lift) -> Segmentation:
    """The same reps with borders that the load tells, too; as they are where it tells others, or is not seen.

    Of a lifter on the back plates on the hips tell all of them: against the truth of three rendered reps in 15 films,
    hips behind a plate, bottoms are off by 0.03 s so, and ends by 0.05 s; by hinge and hips alone by 0.08 and 0.19 s.
    A load that lies while she bends to it is lifted first and lowered after.

    Parameters
    ----------
    found : Segmentation
    motion : Motion
        That it was found in, now with its load.
    lift : Lift
    """
    track = motion.load.track
    if track is None or track.by != "outline":
        return found
    if motion.face_up:
        again = find_reps(motion)
    elif found.starts_tall and lift.name in FROM_FLOOR and _bends_to_it(found, motion, track):
        again = find_reps(motion, starts_tall=False)
    else:
        return found
    same = [cycle.complete for cycle in again.cycles] == [cycle.complete for cycle in found.cycles]
    return again if same else found


def _bends_to_it(found: Segmentation, motion: Motion, track: LoadTrack) -> bool:
    """Whether the load is seen to lie in the bend before the first lift."""
    lowering: Span | None = next((cycle.lowering for cycle in found.cycles), None)
    if lowering is None:
        return False
    seen = track.seen[lowering.rows]
    depth_leg = track.centre_px[lowering.rows, 1][seen] / motion.leg_px
    hinge = motion.series["hip_hinge_deg"].value[lowering.rows][seen]
    if seen.sum() < MIN_ROWS or not np.isfinite(hinge).any():
        return False
    return bool(np.ptp(depth_leg) < LIES_LEG and np.nanmax(hinge) - np.nanmin(hinge) >= CLOSES_DEG)
