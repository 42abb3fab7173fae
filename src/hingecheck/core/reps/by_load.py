"""Borders of reps by the load, which is looked for once the reps are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from ..landmarks import both
from ..lifts import FROM_FLOOR
from ..load.left_below import LIES_LEG
from ..load_types import LoadTrack
from ..tracking.joints import mean_of_known
from ..types import Cycle, Lift, Motion, Span
from .segmentation import Segmentation, find_reps, split_sets

#: Whether a load lies is seen in so many rows of the bend to it, in which the hands go by so much, leg lengths.
MIN_ROWS, HANDS_GO_LEG = 5, 0.08
#: Who stays below for so long before the first lift, seconds, and so many times as long as before the middle one of
#: the others, sets up for it. With the load in the hands, of 46 real clips and 60 of the lab's, deadlifts pause for
#: 0.8 s at most.
SETS_UP_S, LONGER = 1.5, 2.0
#: A load that has risen by no more than this, leg lengths, so long after the video begins, seconds, lay there: the
#: start of the pull is in the film, if not of what goes before it. In the middle of a lift that takes 0.06 s; of four
#: lifts of one lifter, off the floor at 0.15 to 0.3 s by eye, it is after 0.17 to 0.3 s.
RESTS_LEG, RESTS_S = 0.02, 0.13
#: … as low as it ever is but for this, leg lengths: in a slow lift it rises as little.
LOW_LEG = 0.05


def told_by_load(found: Segmentation, motion: Motion, lift: Lift) -> Segmentation:
    """The same reps, mended by what the load tells of them.

    Of a lifter on the back all borders rest on the plates on the hips, too: against the truth of three rendered reps
    in 15 films, hips behind a plate, bottoms are off by 0.03 s so, and ends by 0.05 s; by hinge and hips alone by
    0.08 and 0.19 s. A load that lies while she bends to it is lifted first and lowered after; of a lift that starts
    tall that is picking it up, and no rep.

    Parameters
    ----------
    found : Segmentation
    motion : Motion
        That it was found in, now with its load.
    lift : Lift

    Returns
    -------
    Segmentation
        As found where the load is not seen, or where not as many lifts are whole, in the same order, as were found.
    """
    track = motion.load.outlined
    if motion.face_up:  # what is smaller than plates hides no hips
        plates = track is not None and motion.load.kind == "barbell"
        return _if_same(found, find_reps(motion)) if plates else found
    if not found.cycles:
        return found
    if not found.starts_tall:
        return found if track is None else _opens_at_rest(found, motion, track)
    if lift.name in FROM_FLOOR:
        bent = _bends_to_it(found.cycles, motion, track)
        return _if_same(found, find_reps(motion, starts_tall=False)) if bent else found
    return found if track is None else _without_picking_up(found, motion, track)


def _if_same(found: Segmentation, again: Segmentation) -> Segmentation:
    """What was found again, where the same lifts are whole in it."""
    same = [cycle.complete for cycle in again.cycles] == [cycle.complete for cycle in found.cycles]
    return again if same else found


def _bends_to_it(cycles: Sequence[Cycle], motion: Motion, track: LoadTrack | None) -> bool:
    """Whether the load lies in the bend before the first lift: as it is seen, or by how long she sets up."""
    lies = None if track is None else _lies(cycles[0].lowering, motion, track)
    return _sets_up(cycles, motion.rate_hz) if lies is None else lies


def _opens_at_rest(found: Segmentation, motion: Motion, track: LoadTrack) -> Segmentation:
    """With a first lift whose start is seen, where its load is seen to lie as the video begins."""
    first = found.cycles[0]
    rows = slice(0, round(RESTS_S * motion.rate_hz) + 1)
    height_px = track.centre_px[rows, 1]
    opens_in_it = first.lift_off_cut and first.lifting.first < rows.stop
    if not opens_in_it or not track.seen[rows].all():
        return found
    lowest_px = float(track.centre_px[track.seen, 1].max())
    lies = lowest_px - float(height_px.min()) <= LOW_LEG * motion.leg_px
    if not lies or float((np.maximum.accumulate(height_px) - height_px).max()) > RESTS_LEG * motion.leg_px:
        return found
    followed = np.isfinite(motion.series["hip_hinge_deg"].value[first.lifting.rows]).all()
    seen = replace(first, lift_off_cut=False, lifting_cut=first.top_cut or not followed)
    return replace(found, cycles=(seen, *found.cycles[1:]))


def _without_picking_up(found: Segmentation, motion: Motion, track: LoadTrack) -> Segmentation:
    """Without the first lift of each set of several in whose bend the load is seen to lie."""
    sets = [places for places in split_sets(found.cycles, motion) if len(places) > 1]
    picks = {places[0] for places in sets if _lies(found.cycles[places[0]].lowering, motion, track)}
    return replace(found, cycles=tuple(one for place, one in enumerate(found.cycles) if place not in picks))


def _lies(bend: Span | None, motion: Motion, track: LoadTrack) -> bool | None:
    """Whether the load stays where it is while the hands go down; None where that is not seen."""
    if bend is None:
        return None
    seen = track.seen[bend.rows]
    hands_leg = mean_of_known(motion.image_px[bend.rows][seen][:, both("WRIST"), 1]) / motion.leg_px
    known = np.isfinite(hands_leg)
    if known.sum() < MIN_ROWS or np.ptp(hands_leg[known]) < HANDS_GO_LEG:
        return None
    return bool(np.ptp(track.centre_px[bend.rows, 1][seen]) < LIES_LEG * motion.leg_px)


def _sets_up(cycles: Sequence[Cycle], rate_hz: float) -> bool:
    """Whether the pause before the first lift is long, and much longer than those before the others."""
    if cycles[0].lowering is None:
        return False
    pauses_s = [one.pause / rate_hz for one in cycles if one.pause is not None]
    usual_s = median(pauses_s[1:]) if len(pauses_s) > 1 else 0.0
    return pauses_s[0] >= max(SETS_UP_S, LONGER * usual_s)
