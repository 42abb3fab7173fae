"""The pelvis in one-legged lifts: turning open towards the free leg."""

from __future__ import annotations

import numpy as np

from ..types import ONE_LEG, Rep
from .base import Rule, SetContext, Unknown, Verdict, grade, greatest, per_rep

#: The pelvis is judged where the trunk leans at least this far: standing, its turn is no fault.
LEANING_DEG = 30.0
#: The rep's greatest opening is this percentile of its leaning frames.
GREATEST = 90.0
#: Fewest leaning frames, seconds.
LEAST_S = 0.2


def hips_opening(rep: Rep, context: SetContext) -> Verdict:
    """Greatest opening of the pelvis while the trunk leans."""
    motion = context.motion
    rotation = motion.series.get("pelvis_rotation_deg")
    if rotation is None:
        return Unknown(motion.missing.get("pelvis_rotation_deg", "the pelvis is not seen"))
    rows = np.arange(rep.cycle.first, rep.cycle.last)
    leaning = rows[motion.series["trunk_inclination_deg"].value[rows] > LEANING_DEG]
    found = greatest(rotation, leaning, GREATEST) if len(leaning) >= LEAST_S * motion.rate_hz else None
    if found is None:
        return Unknown("hips and free leg are not seen clearly enough at depth")
    value, sigma, row = found
    return grade(value, sigma, context.limits.hips_opening, float(motion.time_s[row]))


HIPS_OPENING = Rule(
    id="hips-opening",
    lifts=ONE_LEG,
    flags="the pelvis turning open instead of both hips facing the floor",
    measure="pelvis_rotation_deg",
    unit="deg",
    limits=("hips_opening",),
    views="front or 45° view on the stance side; from the side with more doubt",
    message="Your hips turn open by {value} on the way down.",
    cue="Keep both hip bones facing the floor and stop a little higher: you don't have to go down to the floor.",
    praise="both hips keep facing the floor",
    judge=per_rep(hips_opening),
)
