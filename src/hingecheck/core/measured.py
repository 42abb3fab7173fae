"""A stretch of a recording measured, and its reps found, before it is known to be a part."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .arrays import Floats
from .measures.motion import HowToMeasure, build_motion
from .reps.leg_change import measure_per_leg
from .reps.recognition import recognise
from .reps.segmentation import Segmentation, find_reps
from .types import Lift, Motion, PoseTrack

#: So much beside the first and the last rep is a set's own, seconds …
BESIDE_S = 2.0
#: … and where this share of the frames that show her is further away, she goes about there, or waits: in 44 of
#: 46 real clips, and all 144 of the lab's, it is less than 0.1, in the others 0.13 and 0.19.
ABOUT = 0.25


@dataclass(frozen=True, slots=True)
class Measured:
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


def measure_stretch(
    track: PoseTrack, how: HowToMeasure, span_s: tuple[float, float], grid_s: Floats | None = None
) -> Measured:
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
    return Measured(*span_s, track, motion, segmentation, lift)


def of_its_sets(part: Measured, how: HowToMeasure) -> Measured:
    """Measured anew by what its sets show alone, where she goes about for long before or after.

    Where the camera stands round one who lifts, and how long her legs are, one who walks about does not tell.
    """
    time_s = part.motion.time_s
    cycles = [cycle for cycle in part.segmentation.cycles if cycle.complete]
    if not cycles:
        return part
    busy_s = float(time_s[cycles[0].first]) - BESIDE_S, float(time_s[cycles[-1].last - 1]) + BESIDE_S
    shown_s = part.track.time_s[part.track.present]
    beside = (shown_s < busy_s[0]) | (shown_s > busy_s[1])
    if float(beside.sum()) < ABOUT * len(shown_s):
        return part
    again = measure_stretch(replace(part.track, busy_s=busy_s), how, (part.first_s, part.last_s), time_s)
    return replace(again, after_jump=part.after_jump, after_turn=part.after_turn) if again.reps >= part.reps else part
