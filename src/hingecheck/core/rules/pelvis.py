"""The pelvis in one-legged lifts: turning open towards the free leg."""

from __future__ import annotations

import numpy as np

from ..phrases import N_
from ..types import Rep
from .base import Rule, SetContext, Unknown, Verdict, clean_if_deep_seen, grade, greatest, per_rep

#: The pelvis is judged where the trunk leans at least this far: standing, its turn is no fault.
LEANING_DEG = 30.0
#: The rep's greatest opening is this percentile of its leaning frames.
GREATEST = 90.0
#: Fewest leaning frames, seconds.
MIN_S = 0.2
#: Its error is this many times a frame's: a greatest value picks the worst slip of many frames. Of 117 reps of the
#: lab 55 % lie within a frame's error and 88 % within twice it, with this 71 and 95 %.
GREATEST_SIGMA = 1.3
#: Half of the faultless reps would go unjudged at the 0.10 of other rules: the measure is that wide.
DOUBT_OPEN = 0.25
UNCLEAR = N_("hips and free leg are not seen clearly enough at depth")


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
        return Unknown(UNCLEAR)
    value, sigma, row = found
    at_s = float(motion.time_s[row])
    verdict = grade(value, GREATEST_SIGMA * sigma, context.levels("hips-opening"), at_s, doubt=DOUBT_OPEN)
    return clean_if_deep_seen(verdict, rotation, rep, motion, UNCLEAR)


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
    praise_rank=1,
    in_mid_rep=True,
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
