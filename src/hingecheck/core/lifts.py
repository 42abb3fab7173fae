"""Which of the five lifts a motion is, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .landmarks import SIDES, Landmark, Side, other, point
from .reps import Segmentation
from .types import Cycle, Lift, LiftName, Motion

#: Below this confidence the report names the second candidate too.
SURE = 0.75


@dataclass(frozen=True, slots=True)
class LiftInfo:
    """What sets one lift apart, in words."""

    name: LiftName
    title: str
    looks_like: str


LIFT_INFO: dict[LiftName, LiftInfo] = {
    info.name: info
    for info in (
        LiftInfo("deadlift", "deadlift", "on two feet, hips and knees bend, the load comes from the floor"),
        LiftInfo("rdl", "Romanian deadlift", "on two feet, from standing, knees soft and still"),
        LiftInfo("single-leg-rdl", "single-leg RDL", "one foot on the floor, the free leg swings back"),
        LiftInfo("kickstand-rdl", "kickstand RDL", "one leg works, the back toes rest on the floor"),
        LiftInfo("hip-thrust", "hip thrust", "face up, the hips rise between shoulders and feet"),
    )
}


def recognise(
    motion: Motion,
    segmentation: Segmentation,
    given: LiftName | None = None,
    stance: Side | None = None,
) -> Lift:
    """Name the lift, or take the lifter's word for it.

    Parameters
    ----------
    motion : Motion
    segmentation : Segmentation
        Its reps; without any the choice falls back on posture alone, with little confidence.
    given : LiftName, optional
        What the lifter said. Confidence is then 1.
    stance : "left" or "right", optional
        The stance leg, where the lifter said so.
    """
    one_leg = motion.working_side != "both"
    guess, confidence, second = _guess(motion, segmentation, one_leg=one_leg)
    name = given or guess
    single = name in ("single-leg-rdl", "kickstand-rdl")
    side: Side = stance or motion.measured_side
    return Lift(
        name=name,
        given=given is not None,
        confidence=1.0 if given else round(confidence, 2),
        working_side=side if single else "both",
        runner_up=None if given or confidence >= SURE else second,
    )


def _guess(motion: Motion, segmentation: Segmentation, *, one_leg: bool) -> tuple[LiftName, float, LiftName]:
    """Name, confidence and second candidate."""
    if motion.face_up:
        return "hip-thrust", 0.95, "rdl"
    cycles = [c for c in segmentation.cycles if c.complete] or list(segmentation.cycles)
    if one_leg:
        lifted = _free_foot_rise(motion, cycles)
        if lifted is None:
            return "single-leg-rdl", 0.5, "kickstand-rdl"
        p = _squash((lifted - 0.15) / 0.05)
        return ("single-leg-rdl", p, "kickstand-rdl") if p >= 0.5 else ("kickstand-rdl", 1 - p, "single-leg-rdl")
    p = _deadlift_odds(motion, cycles, starts_tall=segmentation.starts_tall)
    return ("deadlift", p, "rdl") if p >= 0.5 else ("rdl", 1 - p, "deadlift")


def _squash(odds: float) -> float:
    return float(1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))))


def _deadlift_odds(motion: Motion, cycles: list[Cycle], *, starts_tall: bool) -> float:
    """Deadlift against RDL: a start from the floor, more knee bend, hands lower at the bottom.

    Centres: an RDL's knees bend 10-35°, a deadlift's 50-80° (research/biomechanics.md 2.1, 2.2), and pose
    models read a hidden knee too bent, so the middle lies at 60°; the wider the knee's error, the less it
    counts. A bar on the floor is held at about a quarter of the leg's length, an RDL turns near mid-shin.
    """
    odds = -0.5 if starts_tall else 3.0
    knees, errors, hands = [], [], []
    wrists, ankles = [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST], [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]
    for cycle in cycles:
        bends, sigmas = _knee_bends(motion, cycle)
        if bends:
            knees.append(float(np.mean(bends)))
            errors.append(float(np.mean(sigmas)))
        low = motion.image_px[max(cycle.bottom - 4, 0) : cycle.bottom + 5]
        rise = low[:, ankles, 1][..., None] - low[:, wrists, 1][:, None, :]
        if np.isfinite(rise).any():
            hands.append(float(np.nanmedian(rise)) / motion.leg_px)
    if knees:
        odds += (float(np.median(knees)) - 60.0) / float(np.median(errors))
    if hands:
        odds += (0.42 - float(np.median(hands))) / 0.10
    return _squash(odds) if knees or hands else 0.5


def _knee_bends(motion: Motion, cycle: Cycle) -> tuple[list[float], list[float]]:
    """Deepest knee flexion of each leg that is seen in a cycle, and its error."""
    bends, sigmas = [], []
    for side in SIDES:
        knee = motion.by_side[f"knee_flexion_deg.{side}"]
        bend = knee.value[cycle.first : cycle.last]
        if np.isfinite(bend).mean() > 0.3:
            row = cycle.first + int(np.nanargmax(bend))
            bends.append(float(knee.value[row]))
            sigmas.append(float(knee.sigma[row]))
    return bends, sigmas


def _free_foot_rise(motion: Motion, cycles: list[Cycle]) -> float | None:
    """How far the free ankle rises above the stance ankle at the bottom, in leg lengths."""
    stance = motion.measured_side
    free = other(stance)
    rises = []
    for cycle in cycles:
        low = motion.image_px[max(cycle.bottom - 4, 0) : cycle.bottom + 5, :, 1]
        rise = low[:, point(stance, "ANKLE")] - low[:, point(free, "ANKLE")]
        if np.isfinite(rise).any():
            rises.append(float(np.nanmedian(rise)) / motion.leg_px)
    return float(np.median(rises)) if rises else None
