"""Knees: squatting the hinge, and a knee locked straight through it."""

from __future__ import annotations

import numpy as np

from ..summaries import at_moment, bottom_row
from ..types import Rep
from .base import Rule, SetContext, Unknown, Verdict, grade, per_rep

HIDDEN = "the knee or ankle is hidden (plates, or feet out of the picture): film so that both show"


def knee_dominant(rep: Rep, context: SetContext) -> Verdict:
    """Deepest knee flexion over deepest hip hinge of the rep."""
    motion = context.motion
    knee, hip = motion.series["knee_flexion_deg"], motion.series["hip_hinge_deg"]
    rows = slice(rep.cycle.first, rep.cycle.last)
    if np.isfinite(knee.value[rows]).mean() < 0.25 or not np.isfinite(hip.value[rows]).any():
        return Unknown(HIDDEN)
    bent = rep.cycle.first + int(np.nanargmax(knee.value[rows]))
    folded = rep.cycle.first + int(np.nanargmax(hip.value[rows]))
    k, h = float(knee.value[bent]), float(hip.value[folded])
    if h < 20:
        return Unknown("the hips hardly bend in this rep")
    ratio = k / h
    # Both errors count in full: a hip landmark that slips along the thigh raises one and lowers the other.
    sigma = abs(ratio) * float(np.hypot(knee.sigma[bent] / max(k, 1.0), hip.sigma[folded] / h))
    return grade(ratio, sigma, context.limits.knee_dominant(context.lift.name), float(motion.time_s[bent]))


def knee_locked(rep: Rep, context: SetContext) -> Verdict:
    """Knee flexion at the bottom."""
    motion = context.motion
    row = bottom_row(rep.cycle)
    found = at_moment(motion.series["knee_flexion_deg"], row, motion.rate_hz)
    if found is None:
        return Unknown(HIDDEN)
    return grade(*found, context.limits.knee_locked, float(motion.time_s[row]), below=True)


KNEE_DOMINANT = Rule(
    id="knee-dominant",
    lifts=("deadlift", "rdl", "single-leg-rdl", "kickstand-rdl"),
    flags="squatting the hinge: the knees bend where the hips should",
    measure="knee_to_hip_ratio",
    unit="knee/hip",
    limits=("knee_dominant_deadlift", "knee_dominant_rdl"),
    views="side view, the whole leg in the picture",
    message="Your knees do much of the bending ({value} of what the hips do), so the thighs take over.",
    cue="Sit the hips back as if to close a car door behind you; the knees only soften.",
    praise="the hips lead and the knees follow",
    judge=per_rep(knee_dominant),
)

KNEE_LOCKED = Rule(
    id="knee-locked",
    lifts=("rdl", "single-leg-rdl", "kickstand-rdl"),
    flags="a stance knee locked straight through the hinge",
    measure="knee_flexion_deg",
    unit="deg",
    limits=("knee_locked",),
    views="side view, the whole leg in the picture",
    message="The standing knee stays locked at the bottom ({value}).",
    cue="Let the front knee bend a little: nobody said it has to be locked to count.",
    praise="a soft standing knee",
    judge=per_rep(knee_locked),
)
