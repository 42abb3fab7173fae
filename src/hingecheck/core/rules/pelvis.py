"""The pelvis in one-legged lifts: turning open towards the free leg."""

from __future__ import annotations

import numpy as np

from ..phrases import N_
from ..types import Rep
from .base import Rule, SetContext, Unknown, Verdict, grade, greatest, per_rep

#: The pelvis is judged where the trunk leans at least this far: standing, its turn is no fault.
LEANING_DEG = 30.0
#: The rep's greatest opening is this percentile of its leaning frames.
GREATEST = 90.0
#: Fewest leaning frames, seconds.
MIN_S = 0.2
#: A greatest value picks the worst slip of many frames: at the 0.90 of other rules 5 % of the reps of faultless
#: held-out clips are blamed, at this 2 %, and 91 % of the moderate ones that are judged are still found.
SURE_OPEN = 0.95
#: Half of the faultless reps would go unjudged at the 0.10 of other rules: the measure is that wide.
DOUBT_OPEN = 0.20


def hips_opening(rep: Rep, context: SetContext) -> Verdict:
    """Greatest opening of the pelvis while the trunk leans."""
    motion = context.motion
    rotation = motion.series.get("pelvis_rotation_deg")
    if rotation is None:
        return Unknown(motion.missing.get("pelvis_rotation_deg", N_("the pelvis is not seen")))
    rows = np.arange(rep.cycle.first, rep.cycle.last)
    leaning = rows[motion.series["trunk_inclination_deg"].value[rows] > LEANING_DEG]
    found = greatest(rotation, leaning, GREATEST) if len(leaning) >= MIN_S * motion.rate_hz else None
    if found is None:
        return Unknown(N_("hips and free leg are not seen clearly enough at depth"))
    value, sigma, row = found
    at_s = float(motion.time_s[row])
    return grade(value, sigma, context.levels("hips-opening"), at_s, sure=SURE_OPEN, doubt=DOUBT_OPEN)


HIPS_OPENING = Rule(
    id="hips-opening",
    flags="the pelvis turning open instead of both hips facing the floor",
    measure="pelvis_rotation_deg",
    unit="deg",
    limits=("hips_opening",),
    views="side, front or 45° view on the stance side, whole body in the picture; not from behind",
    message="Your hips turn open by {value} on the way down.",
    cue="Keep both hip bones facing the floor and stop a little higher: you don't have to go down to the floor.",
    short_cue="Hips face the floor",
    praise="both hips keep facing the floor",
    short_praise="Good: hips stay square",
    judge=per_rep(hips_opening),
    clean_needs=("lift-off",),
    judged_from=("side", "front", "front-oblique"),
    evidence=(
        "Letting the hips open is one of the four errors the physio this project grew from names in the single-leg "
        "deadlift; her remedy is a shorter range. How the pelvis's turn is measured follows gait analysis (Baker "
        "2001)."
    ),
    doubt=(
        "No study was found that gives normal values of this turn in single-leg deadlifts: 10, 15 and 25° are "
        "judgement. One camera only estimates it, so a small turn may go unseen. It is about control, not about "
        "harm."
    ),
)
