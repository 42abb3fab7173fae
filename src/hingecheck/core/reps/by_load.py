"""Borders of reps by the load, which is looked for once the reps are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..lifts import FROM_FLOOR
from ..load_types import LoadTrack
from ..types import Cycle, Lift, Motion, Span
from .segmentation import Segmentation, find_reps

#: A load that goes no further than this while she bends to it, leg lengths, lies (see `load.left_below`); seen in so
#: many rows in which the hinge closes by so much, degrees: one in the hands goes by 0.08 meanwhile.
LIES_LEG, MIN_ROWS, CLOSES_DEG = 0.03, 5, 8.0
#: Who stays below for so long before the first lift, seconds, and so many times as long as before the others, sets up
#: for it. With the load in the hands, of 46 real clips and 60 of the lab's, deadlifts pause for 0.8 s at most.
SETS_UP_S, LONGER = 1.5, 2.0
#: Fewest lifts of which the first may be picking up.
MIN_LIFTS = 2


def told_by_load(found: Segmentation, motion: Motion, lift: Lift) -> Segmentation:
    """The same reps with borders that the load tells, too; as they are where it tells others, or nothing.

    Of a lifter on the back plates on the hips tell all of them: against the truth of three rendered reps in 15 films,
    hips behind a plate, bottoms are off by 0.03 s so, and ends by 0.05 s; by hinge and hips alone by 0.08 and 0.19 s.
    A load that lies while she bends to it is lifted first and lowered after; of a lift that starts tall that is
    picking it up, and no rep.

    Parameters
    ----------
    found : Segmentation
    motion : Motion
        That it was found in, now with its load.
    lift : Lift
    """
    track = motion.load.track if motion.load.track is not None and motion.load.track.by == "outline" else None
    if motion.face_up and track is not None:
        again = find_reps(motion)
    elif found.starts_tall and lift.name in FROM_FLOOR and _bends_to_it(found.cycles, motion, track):
        again = find_reps(motion, starts_tall=False)
    elif found.starts_tall and _picks_up(found.cycles, motion, track):
        return replace(found, cycles=found.cycles[1:])
    else:
        return found
    same = [cycle.complete for cycle in again.cycles] == [cycle.complete for cycle in found.cycles]
    return again if same else found


def _bends_to_it(cycles: Sequence[Cycle], motion: Motion, track: LoadTrack | None) -> bool:
    """Whether the load lies in the bend before the first lift: as it is seen, or by how long she sets up."""
    if not cycles or cycles[0].lowering is None:
        return False
    lies = None if track is None else _lies(cycles[0].lowering, motion, track)
    return _sets_up(cycles, motion.rate_hz) if lies is None else lies


def _picks_up(cycles: Sequence[Cycle], motion: Motion, track: LoadTrack | None) -> bool:
    """Whether the load is seen to lie in the bend before the first lift of several, and to be held in the next."""
    bends = [cycle.lowering for cycle in cycles if cycle.complete]
    if track is None or not cycles or len(bends) < MIN_LIFTS or bends[0] is None or bends[1] is None:
        return False
    return cycles[0].complete and _lies(bends[0], motion, track) is True and _lies(bends[1], motion, track) is False


def _lies(bend: Span, motion: Motion, track: LoadTrack) -> bool | None:
    """Whether the load stays where it is while the hinge closes; None where that is not seen."""
    seen = track.seen[bend.rows]
    hinge = motion.series["hip_hinge_deg"].value[bend.rows][seen]
    if seen.sum() < MIN_ROWS or not np.isfinite(hinge).any() or np.nanmax(hinge) - np.nanmin(hinge) < CLOSES_DEG:
        return None
    depth_leg = track.centre_px[bend.rows, 1][seen] / motion.leg_px
    return bool(np.ptp(depth_leg) < LIES_LEG)


def _sets_up(cycles: Sequence[Cycle], rate_hz: float) -> bool:
    """Whether the pause before the first lift is long, and much longer than those before the others."""
    pauses_s = [(one.lifting.first - one.lowering.last) / rate_hz for one in cycles if one.lowering is not None]
    return pauses_s[0] >= max([SETS_UP_S, *(LONGER * pause_s for pause_s in pauses_s[1:])])
