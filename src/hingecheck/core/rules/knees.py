"""Knees: squatting the hinge, and a knee locked straight through it."""

from __future__ import annotations

import numpy as np

from ..phrases import N_
from ..reps.summaries import at_moment
from ..types import Rep
from .base import Clean, Rule, SetContext, Unknown, Verdict, grade, per_rep

#: The deep part of a rep: hinge within this share of its deepest.
DEEP = 0.85
#: A rep whose hinge stays below this has no ratio to speak of.
MIN_DEG = 20.0

#: The rarest knees, the straight ones, are read a little towards the usual (12° where it is 1°): to call a knee soft
#: wants more.
DOUBT_LOCKED = 0.05

HIDDEN = N_("the knee or ankle is hidden (plates, or feet out of the picture): film so that both show")
#: Where two lifts are possible and only one of them would forgive the knees.
WHICH_LIFT = N_(
    "fine for a deadlift, too much knee for a Romanian one, and this could be either: say which with --lift"
)


def knee_dominant(rep: Rep, context: SetContext) -> Verdict:
    """Knee flexion over hip hinge in the deep part of the rep, medians: one slipped landmark is no squat."""
    motion = context.motion
    knee, hip = motion.series["knee_flexion_deg"], motion.series["hip_hinge_deg"]
    rows = np.arange(rep.cycle.first, rep.cycle.last)
    fold = hip.value[rows]
    if not np.isfinite(fold).any() or np.nanmax(fold) < MIN_DEG:
        return Unknown(N_("the hips hardly bend in this rep, or are not seen"))
    deep = rows[np.nan_to_num(fold) >= DEEP * np.nanmax(fold)]
    seen = deep[np.isfinite(knee.value[deep])]
    if len(seen) < max(2, 0.25 * len(deep)):
        return Unknown(HIDDEN)
    k, h = float(np.median(knee.value[seen])), float(np.median(hip.value[seen]))
    ratio = k / h
    # Both errors count in full: a hip landmark that slips along the thigh raises one and lowers the other.
    k_sigma, h_sigma = float(np.median(knee.sigma[seen])), float(np.median(hip.sigma[seen]))
    sigma = abs(ratio) * float(np.hypot(k_sigma / max(k, 1.0), h_sigma / h))
    at_s = float(motion.time_s[seen[np.argmax(knee.value[seen])]])
    lift, limits = context.lift, context.limits
    verdict = grade(ratio, sigma, limits.knee_dominant(lift.name, lift.runner_up), at_s)
    if not isinstance(verdict, Clean) or lift.runner_up is None:
        return verdict
    strict = grade(ratio, sigma, limits.knee_dominant_strict(lift.name, lift.runner_up), at_s)
    return verdict if isinstance(strict, Clean) else Unknown(WHICH_LIFT, filming=False)


def knee_locked(rep: Rep, context: SetContext) -> Verdict:
    """Knee flexion at the bottom."""
    motion = context.motion
    row = rep.cycle.bottom
    found = at_moment(motion.series["knee_flexion_deg"], row, motion.rate_hz)
    if found is None:
        return Unknown(HIDDEN)
    at_s = float(motion.time_s[row])
    return grade(*found, context.levels("knee-locked"), at_s, below=True, doubt=DOUBT_LOCKED)


KNEE_DOMINANT = Rule(
    id="knee-dominant",
    flags="squatting the hinge: the knees bend where the hips should",
    measure="knee_to_hip_ratio",
    unit="knee/hip",
    limits=("knee_dominant_deadlift", "knee_dominant_rdl"),
    views="side view, the whole leg in the picture",
    message="Your knees do much of the bending ({value} of what the hips do), so the thighs take over.",
    cue="Sit the hips back as if to close a car door behind you; the knees only soften.",
    short_cue="Push the hips back",
    praise="a hinge, not a squat",
    short_praise="Good: a real hinge",
    praise_rank=5,
    judge=per_rep(knee_dominant),
    needs=("lift-off",),
    judged_from=("side", "front-oblique", "rear-oblique"),
    evidence=(
        "A deadlift is led by the hips, a squat by the knees: hip to knee moment 3.59 to 1.18 N·m/kg against 2.98"
        " to 2.14 (Choe 2021). A Romanian deadlift bends the hips by 80° and the knees by 34° (Lee 2018)."
    ),
    doubt=(
        "Where a hinge ends and a squat begins is judgement, laid between the two by statics. Knees bend more as "
        "the load grows (Vigotsky 2015). Knees behind plates are read with more error."
    ),
)

KNEE_LOCKED = Rule(
    id="knee-locked",
    flags="a stance knee locked straight through the hinge",
    measure="knee_flexion_deg",
    unit="deg",
    limits=("knee_locked",),
    views="side view, the whole leg in the picture",
    message="The standing knee stays locked at the bottom ({value}).",
    cue="Let the front knee bend a little: nobody said it has to be locked to count.",
    short_cue="Soften the knee",
    praise="a soft standing knee",
    judge=per_rep(knee_locked),
    needs=("lift-off",),
    judged_from=("side", "front-oblique", "rear-oblique"),
    evidence=(
        "The physio's words: it's ok to have a bend in that front knee. Studies and coaches of the Romanian "
        "deadlift ask for 15 to 25°."
    ),
    doubt=(
        "The bend does not lower the load on the low back by itself: by statics it is 237 N·m with the knee at 3°"
        " and 253 at 30°, trunk and 80 kg held alike. It may give the hamstrings slack and so let the pelvis "
        "tilt. The levels are judgement."
    ),
)
