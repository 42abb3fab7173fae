"""The low back under load: how far it rounds, and how much of the fold it does in the hips' stead."""

from __future__ import annotations

import numpy as np

from ..phrases import N_
from ..types import SEVERITIES, Rep
from .base import (
    MIN_SEEN,
    Fault,
    Rule,
    SetContext,
    Unknown,
    Verdict,
    Words,
    clean_if_deep_seen,
    grade,
    greatest,
    per_rep,
    reworded,
)

#: The bottom is judged over this long on each side, seconds.
BOTTOM_S = 0.2
#: The rep's greatest rounding is this percentile of its frames: a single frame's slip is no rounding.
GREATEST = 95.0
#: Its error is this many times a frame's: frames of a rep err alike, and the greatest is where they err most. Of 165
#: reps of the lab from the side 51 % lie within a frame's error and 85 % within twice it, with this 70 and 91 %.
GREATEST_SIGMA = 1.45
#: What is told of the back is past its level by the whole of an error that holds what frames share; with that no
#: faultless rep of the lab is blamed.
SURE_BACK = 0.84
#: Nobody should be told that a round back is fine, and from the side the measure is good enough to be this sure.
DOUBT_ROUND = 0.05
BOTTOM_UNCLEAR = N_("the back's outline is not clear at the bottom")


def lumbar_rounding(rep: Rep, context: SetContext) -> Verdict:
    """Greatest lumbar flexion of the rep."""
    motion = context.motion
    lumbar = motion.series.get("lumbar_flexion_deg")
    if lumbar is None:
        return Unknown(motion.missing.get("lumbar_flexion_deg", N_("the low back is not seen")))
    found = greatest(lumbar, np.arange(rep.cycle.first, rep.cycle.last), GREATEST)
    if found is None:
        return Unknown(N_("the back's outline is not clear through the rep"))
    value, sigma, row = found
    at_s, levels = float(motion.time_s[row]), context.levels("lumbar-rounding")
    verdict = grade(value, GREATEST_SIGMA * sigma, levels, at_s, sure=SURE_BACK, doubt=DOUBT_ROUND)
    return clean_if_deep_seen(verdict, lumbar, rep, motion, BOTTOM_UNCLEAR)


def back_dominant(rep: Rep, context: SetContext) -> Verdict:
    """The low back's share of the fold at the bottom, or of the work where that is the worse of the two.

    The work share, a rougher estimate, may find a fault; it makes no fold clean and leaves none open.
    """
    fold, work = _fold(rep, context), _work(rep, context)
    if not isinstance(work, Fault):
        return fold
    worse = not isinstance(fold, Fault) or SEVERITIES.index(work.severity) > SEVERITIES.index(fold.severity)
    return work if worse else fold


def _work(rep: Rep, context: SetContext) -> Verdict | None:
    """The low back's share of the work of the lift; None where there are no moments."""
    share = rep.measures.get("back_work_share")
    if share is None or share.mean is None or share.sigma is None:
        return None
    verdict = grade(share.mean, share.sigma, context.limits.back_work, rep.bottom_s)
    return reworded(verdict, BACK_WORKS)


def _fold(rep: Rep, context: SetContext) -> Verdict:
    """The low back's share of the fold at the bottom."""
    motion = context.motion
    share = motion.series.get("lumbar_share")
    if share is None:
        return Unknown(motion.missing.get("lumbar_share", N_("the low back is not seen")))
    reach = max(1, round(BOTTOM_S * motion.rate_hz))
    first = max(rep.cycle.bottom - reach, rep.cycle.first)
    rows = slice(first, rep.cycle.bottom + reach + 1)
    value, sigma = share.value[rows], share.sigma[rows]
    known = np.isfinite(value)
    if known.mean() < MIN_SEEN:
        return Unknown(BOTTOM_UNCLEAR)
    at_s, levels = float(motion.time_s[rep.cycle.bottom]), context.levels("back-dominant")
    return grade(float(np.median(value[known])), float(np.median(sigma[known])), levels, at_s, sure=SURE_BACK)


#: Where the work, not the fold, is what the rule found.
BACK_WORKS = Words(
    message=N_("Much of the work of lifting is your low back's: an estimated {value} of it; the hips could do more."),
    cue=N_("Start by pushing the hips back, with a soft knee and a quiet back."),
    measure="back_work_share",
)

LUMBAR_ROUNDING = Rule(
    id="lumbar-rounding",
    flags="the low back rounding under load",
    measure="lumbar_flexion_deg",
    unit="deg",
    limits=("lumbar_rounding",),
    views="side view, close-fitting top, the back's outline free",
    message="Your low back rounds by {value} under load.",
    cue="Bend the knees a little more and let the hips fold first; stop where your back still keeps its shape.",
    cue_beside={"knee-dominant": N_("Let the hips fold first; stop where your back still keeps its shape.")},
    short_cue="Keep your back long",
    praise="your low back keeps its shape",
    short_praise="Good: long back",
    praise_rank=3,
    in_mid_rep=True,
    judge=per_rep(lumbar_rounding),
    clean_needs=("lift-off",),
    judged_from=("side",),
    evidence=(
        "In box lifts with 15 kg the low back bent by 24 ± 7° in people's own style, 25 ± 8° squatting, 36 ± 10° "
        "stooping (von Arx 2021). At 70 % of the best deadlift every lifter's spine moves; 4 to 8° is the least "
        "real change (Aasa 2019). Heavier bars bring more of it (Shoji 2025)."
    ),
    doubt=(
        "A back that bends under load is common and not shown to be harmful by itself: a review found, on "
        "evidence of low quality, that bending more when lifting was no risk factor for back pain (Saraceni "
        "2020). So the rule asks whether the back keeps its shape, no more. Loose clothes change what the camera "
        "sees."
    ),
)

BACK_DOMINANT = Rule(
    id="back-dominant",
    flags="the fold, or the work, coming from the low back where the hips should do it",
    measure="lumbar_share",
    unit="share",
    limits=("back_dominant", "back_work"),
    views="side view, close-fitting top, the back's outline free",
    message="Much of the fold comes from your low back: {value} of it; the hips could do more.",
    cue="Start by pushing the hips back, with a soft knee and a quiet back.",
    short_cue="Hips first, quiet back",
    praise="the fold comes from the hips, not the low back",
    short_praise="Good: quiet back",
    praise_rank=4,
    judge=per_rep(back_dominant),
    needs=("lift-off",),
    judged_from=("side",),
    evidence=(
        "In a plain forward bend of 41 adults the low back made 42° of 111°, 37 % of the fold, most of it early "
        "(Esola 1996). A hinge asks the hips for a larger part than that."
    ),
    doubt=(
        "No study gives this share for loaded hinges: the levels are judgement, and heavier loads raise it by "
        "themselves (Vazirian 2016). It is the share of the fold, not of the load: the turning forces at low back"
        " and hips keep nearly the same ratio, 0.7, in every loaded hinge. It is not the same as rounding. Work "
        "shares are a quasi-static estimate, good to about ± 20 %."
    ),
)
