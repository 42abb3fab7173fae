"""Changes of the lift within one view: found between reps, from what each repetition looks like by itself."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Literal

import numpy as np

from ..landmarks import Side
from ..learned.estimates import estimate
from ..learned.networks import Learned
from ..measures.stance import stance_from_votes
from ..tracking.cleaning import clean
from ..types import Cycle, Motion, PoseTrack
from .leg_change import MARGIN_S, MIN_FRAMES, MIN_REPS, SURE_LEG, track_between
from .recognition import floor_probability
from .segmentation import Segmentation

#: Repetitions before and after a change are this sure of the lift, one way and the other.
SURE_LIFT = 0.85
#: Where one leg works with a probability between these, repetitions are looked at one by one: a recording with both
#: kinds says neither as a whole.
MAYBE_ONE_LEG = (0.10, 0.90)


def lift_changes_s(
    track: PoseTrack, motion: Motion, segmentation: Segmentation, rate_hz: float, learned: Learned | None
) -> list[float]:
    """Moments between two reps at which another lift seems to begin, seconds.

    What each part is, is then asked of it alone.

    Parameters
    ----------
    track : PoseTrack
    motion : Motion
    segmentation : Segmentation
        Its reps.
    rate_hz : float
    learned : Learned or None
    """
    cycles = [cycle for cycle in segmentation.cycles if cycle.complete]
    if motion.face_up or len(cycles) < 2 * MIN_REPS:
        return []
    one_leg = motion.probabilities.get("one-leg", 0.0)
    if learned is not None and MAYBE_ONE_LEG[0] <= one_leg <= MAYBE_ONE_LEG[1]:
        changes = _leg_work_changes_s(track, motion, cycles, rate_hz, learned)
        if changes:
            return changes
    return [] if motion.working_side != "both" else _start_changes_s(motion, cycles)


def _start_changes_s(motion: Motion, cycles: list[Cycle]) -> list[float]:
    """From the floor before and hanging after, or the other way round: where that shows best."""
    each = [floor_probability(motion, [cycle], starts_tall=True) for cycle in cycles]
    best, margin = None, 2.0 * SURE_LIFT - 1.0
    for place in range(MIN_REPS, len(cycles) - MIN_REPS + 1):
        before, after = float(np.median(each[:place])), float(np.median(each[place:]))
        if abs(before - after) >= margin:
            best, margin = place, abs(before - after)
    return [] if best is None else [_between_s(motion, cycles[best - 1], cycles[best])]


def _leg_work_changes_s(
    track: PoseTrack, motion: Motion, cycles: list[Cycle], rate_hz: float, learned: Learned
) -> list[float]:
    """Two legs before and one after, or the other way round."""
    known = []
    for cycle in cycles:
        first_s, last_s = float(motion.time_s[cycle.first]), float(motion.time_s[cycle.last - 1])
        part = track_between(track, first_s - MARGIN_S, last_s + MARGIN_S)
        kind = _legs_at_work(part, rate_hz, learned)
        if kind is not None:
            known.append((kind, cycle))
    groups = [list(group) for _, group in groupby(known, key=lambda entry: entry[0] == "both")]
    long = [group for group in groups if len(group) >= MIN_REPS]
    return [
        _between_s(motion, before[-1][1], after[0][1])
        for before, after in pairwise(long)
        if (before[0][0] == "both") != (after[0][0] == "both")
    ]


def _legs_at_work(track: PoseTrack, rate_hz: float, learned: Learned) -> Side | Literal["both"] | None:
    """One leg or both in a part of a recording; None where that is not sure."""
    if int(track.present.sum()) < MIN_FRAMES:
        return None
    stance = stance_from_votes(estimate(track, clean(track, rate_hz), rate_hz, learned), rate_hz)
    if stance is None or stance.confidence < SURE_LEG:
        return None
    return stance.side if stance.one_leg else "both"


def _between_s(motion: Motion, before: Cycle, after: Cycle) -> float:
    return 0.5 * float(motion.time_s[before.last - 1] + motion.time_s[after.first])
