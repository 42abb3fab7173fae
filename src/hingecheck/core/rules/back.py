"""The low back under load: how far it rounds, and how much of the fold it does in the hips' stead."""

from __future__ import annotations

import numpy as np

from ..types import LiftName, Rep
from .base import LEAST_SEEN, Rule, SetContext, Unknown, Verdict, grade, greatest, per_rep

STANDING: tuple[LiftName, ...] = ("deadlift", "rdl", "single-leg-rdl", "kickstand-rdl")

#: The bottom is judged over this long on each side, seconds.
BOTTOM_S = 0.2
#: The rep's greatest rounding is this percentile of its frames: a single frame's slip is no rounding.
GREATEST = 95.0


def lumbar_rounding(rep: Rep, context: SetContext) -> Verdict:
    """Greatest lumbar flexion of the rep."""
    motion = context.motion
    lumbar = motion.series.get("lumbar_flexion_deg")
    if lumbar is None:
        return Unknown(motion.missing.get("lumbar_flexion_deg", "the low back is not seen"))
    found = greatest(lumbar, np.arange(rep.cycle.first, rep.cycle.last), GREATEST)
    if found is None:
        return Unknown("the back's outline is not clear through the rep")
    value, sigma, row = found
    return grade(value, sigma, context.limits.lumbar_rounding, float(motion.time_s[row]))


def back_dominant(rep: Rep, context: SetContext) -> Verdict:
    """The low back's share of the fold at the bottom."""
    motion = context.motion
    share = motion.series.get("lumbar_share")
    if share is None:
        return Unknown(motion.missing.get("lumbar_share", "the low back is not seen"))
    reach = max(1, round(BOTTOM_S * motion.rate_hz))
    first = max(rep.cycle.bottom - reach, rep.cycle.first)
    rows = slice(first, rep.cycle.bottom + reach + 1)
    value, sigma = share.value[rows], share.sigma[rows]
    known = np.isfinite(value)
    if known.mean() < LEAST_SEEN:
        return Unknown("the back's outline is not clear at the bottom")
    at_s = float(motion.time_s[rep.cycle.bottom])
    return grade(float(np.median(value[known])), float(np.median(sigma[known])), context.limits.back_dominant, at_s)


LUMBAR_ROUNDING = Rule(
    id="lumbar-rounding",
    lifts=STANDING,
    flags="the low back rounding under load",
    measure="lumbar_flexion_deg",
    unit="deg",
    limits=("lumbar_rounding",),
    views="side view, close-fitting top, the back's outline free",
    message="Your low back rounds by {value} under load.",
    cue="Bend the knees a little more and let the hips fold first; stop where your back still keeps its shape.",
    praise="your low back keeps its shape",
    judge=per_rep(lumbar_rounding),
)

BACK_DOMINANT = Rule(
    id="back-dominant",
    lifts=STANDING,
    flags="the fold, or the work, coming from the low back where the hips should do it",
    measure="lumbar_share",
    unit="share",
    limits=("back_dominant",),
    views="side view, close-fitting top, the back's outline free",
    message="Much of the fold comes from your low back: {value} of it; the hips could do more.",
    cue="Start by pushing the hips back, with a soft knee and a quiet back.",
    praise="the hips do the folding",
    judge=per_rep(back_dominant),
)
