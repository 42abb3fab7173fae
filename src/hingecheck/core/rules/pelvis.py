"""The pelvis in one-legged lifts: turning open towards the free leg."""

from __future__ import annotations

import numpy as np

from ..types import ONE_LEG, Rep
from .base import Rule, SetContext, Unknown, Verdict, grade, per_rep

#: The pelvis is judged where the trunk leans at least this far: standing, its turn is no fault.
LEANING_DEG = 30.0
#: The rep's greatest opening is this percentile of its leaning frames.
GREATEST = 90.0
#: Share of the leaning frames in which the rotation must have been measured.
LEAST_SEEN = 0.5
#: Fewest leaning frames, seconds.
LEAST_S = 0.2


def hips_opening(rep: Rep, context: SetContext) -> Verdict:
    """Greatest opening of the pelvis while the trunk leans."""
    motion = context.motion
    rotation = motion.series.get("pelvis_rotation_deg")
    if rotation is None:
        return Unknown(motion.missing.get("pelvis_rotation_deg", "the pelvis is not seen"))
    rows = slice(rep.cycle.first, rep.cycle.last)
    leaning = motion.series["trunk_inclination_deg"].value[rows] > LEANING_DEG
    value, sigma = rotation.value[rows][leaning], rotation.sigma[rows][leaning]
    known = np.isfinite(value)
    if leaning.sum() < LEAST_S * motion.rate_hz or known.mean() < LEAST_SEEN:
        return Unknown("hips and free leg are not seen clearly enough at depth")
    most = float(np.percentile(value[known], GREATEST))
    place = int(np.nanargmin(np.abs(value - most)))
    row = rep.cycle.first + int(np.flatnonzero(leaning)[place])
    return grade(most, float(sigma[place]), context.limits.hips_opening, float(motion.time_s[row]))


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
