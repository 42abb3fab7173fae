"""A stretch of a recording measured, and its reps found, before it is known to be a part."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .arrays import Floats
from .measures.motion import HowToMeasure, build_motion
from .reps.leg_change import measure_per_leg
from .reps.recognition import recognise
from .reps.segmentation import SET_PAUSE_S, Segmentation, find_reps
from .tracking.stretches import without_rows
from .types import Lift, Motion, PoseTrack

#: So much beside the first and the last rep is a set's own, seconds …
BESIDE_S = 2.0
#: … and where this share of the frames that show her is further away, she goes about there, or waits: in 44 of
#: 46 real clips, and all 144 of the lab's, it is less than 0.1, in the others 0.13 and 0.19.
ABOUT = 0.25


@dataclass(frozen=True, slots=True)
class MeasuredStretch:
    """A stretch before it is known to be a part."""

    first_s: float
    last_s: float
    track: PoseTrack
    motion: Motion
    segmentation: Segmentation
    lift: Lift
    after_jump: bool = False  #: the picture jumped before it: no part with what came before
    after_turn: bool = False  #: the lifter seemed to turn, lie down or get up before it: only that parts it

    @property
    def reps(self) -> int:
        """How many whole ones."""
        return sum(cycle.complete for cycle in self.segmentation.cycles)

    def without_reps(self) -> MeasuredStretch:
        """With its reps as partial ones."""
        cycles = tuple(replace(cycle, complete=False) for cycle in self.segmentation.cycles)
        return replace(self, segmentation=replace(self.segmentation, cycles=cycles))


def measure_stretch(
    track: PoseTrack, how: HowToMeasure, span_s: tuple[float, float], grid_s: Floats | None = None
) -> MeasuredStretch:
    """Motion and its reps; corrected angles shrink towards what the lab knows: without a rep in them, uncorrected."""
    facts, learned = how.facts, how.learned
    motion = build_motion(track, how.rate_hz, facts, learned, grid_s)
    segmentation = find_reps(motion)
    if learned is not None and any(cycle.complete for cycle in segmentation.cycles):
        leg_by_leg = measure_per_leg(track, motion, segmentation, how)
        if leg_by_leg is not motion:
            motion, segmentation = leg_by_leg, find_reps(leg_by_leg)
    elif learned is not None:
        plain = build_motion(track, how.rate_hz, facts, None, grid_s)
        found = find_reps(plain)
        if any(cycle.complete for cycle in found.cycles):
            motion, segmentation = plain, found
    lift = recognise(motion, segmentation, facts.lift, facts.stance)
    return MeasuredStretch(*span_s, track, motion, segmentation, lift)


def of_its_sets(part: MeasuredStretch, how: HowToMeasure) -> MeasuredStretch:
    """Measured anew by what its sets show alone, where she goes about for long before, between or after them.

    Where the camera stands round one who lifts, how long her legs are and whether one of them works alone, one who
    walks about does not tell.
    """
    time_s, shown = part.track.time_s, part.track.present
    beside = np.ones(len(time_s), dtype=bool)
    for first_s, last_s in _sets_s(part):
        beside &= (time_s < first_s) | (time_s > last_s)
    if beside.all() or (beside & shown).sum() < ABOUT * shown.sum():
        return part
    again = measure_stretch(without_rows(part.track, beside), how, (part.first_s, part.last_s), part.motion.time_s)
    if again.reps < part.reps:
        return part
    return replace(again, after_jump=part.after_jump, after_turn=part.after_turn)


def _sets_s(part: MeasuredStretch) -> list[tuple[float, float]]:
    """When sets begin and end, with `BESIDE_S` on either side and what is tried within a set's pause of them."""
    time_s = part.motion.time_s
    spans: list[tuple[float, float, bool]] = []
    for cycle in sorted(part.segmentation.cycles, key=lambda cycle: cycle.first):
        first_s, last_s, whole = float(time_s[cycle.first]), float(time_s[cycle.last - 1]), cycle.complete
        if spans and first_s - spans[-1][1] <= SET_PAUSE_S:
            before = spans.pop()
            first_s, last_s, whole = before[0], max(before[1], last_s), whole or before[2]
        spans.append((first_s, last_s, whole))
    return [(first_s - BESIDE_S, last_s + BESIDE_S) for first_s, last_s, whole in spans if whole]
