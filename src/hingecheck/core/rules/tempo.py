"""Tempo and constancy: dropping the load, and form that changes through the set."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..phrases import N_, Phrase
from ..reps.playback import asked_g, share_of_way
from ..reps.summaries import at_moment
from ..tracking.uncertainty import few_pixels_sigma_deg
from ..types import SEVERITIES, Motion, Rep, Span
from .base import TIME_IN_DOUBT, TOO_CLOSE, Clean, Fault, Rule, SetContext, Unknown, Verdict, grade, per_rep, unseen
from .trunk import UNSURE_DEG

#: Reps that make the set's own reference, and the fewest reps to judge a drift from.
REFERENCE_REPS = 3
MIN_REPS = 5
#: A drift must show in this many of the last three reps.
LATE_REPS = 2
NO_REFERENCE = N_("the first reps are not seen well enough to compare with")
#: One rep is no drift, and what is not like the first reps is not called so either.
ALONE = N_("this rep is far from the first ones, but the last reps do not share that: one alone is no drift")
#: Angles whose change at the bottom is a change of form.
FORM = ("trunk_inclination_deg", "hip_hinge_deg", "knee_flexion_deg")
#: Least error of a change between reps, degrees: smallest real change of a lumbar angle is 4-8° (Aasa 2019). In few
#: pixels each rep is read otherwise: a real set made small, a leg of 40 pixels, read a drift of 17 ± 2°.
CHANGE_SIGMA_DEG = 2.0
#: Error of a lowering's time, seconds, and as a share of it: so wide, 65 % of the errors on held-out clips lie within
#: it and 95 % within twice of it.
MIN_SIGMA_S, SIGMA_SHARE = 0.20, 0.12
#: Lying, hips rise and sink little, and plates hide them: of 33 lowerings on held-out clips 68 % are off by less than
#: 0.12 s and 95 % by less than 0.36 s.
LYING_SIGMA_S = 0.35
#: Letting go of a pull that failed is no way of lowering.
HALF_WAY = N_(
    "the way down begins or ends half way, as after a pull that did not go up, a load let go, or a cut in the film"
)

#: In a lowering, and so long before and after it, seconds, shoulders or hips go this share of their way: all but all
#: in 46 real clips. Where a leg that left the picture was taken for the other, the hinge jumped by 90° in 0.17 s, and
#: they had gone a third.
MIN_WAY, AROUND_S = 0.4, 0.03
JUMPS = N_("the hips' angle jumps on the way down while the body hardly moves: its time is not known")
#: Where the hinge is known no closer than `UNSURE_DEG` for half of a way down, nor is when it began: of 997 lowerings
#: of real clips and of the lab's it is so in 3, which are read 0.3 to 1.3 s too short.
UNSURE_WAY = N_("how far the hips bend on the way down can be read in two ways: its time is not known")
#: Nobody falls faster than with 1 g, which a smooth way (see `asked_g`) has as 1.4, and a time that is 0.07 s short
#: of 0.6 as 1.8. Of 110 real lowerings the most is 1.1, of the lab's quick ones 1.3; 2.4 in a film that runs three
#: times as fast there, 1.9 and 2.6 where the tracker slipped, more where a picture jumps. Told in one that is so many
#: times as quick as the set's others.
FALLS_G, QUICKER = 1.8, 2.5
#: A load that comes down faster than this by its own error, m/s, was not lowered as a body that takes its time: one
#: that falls for the last 0.9 s of a way down of 1.3 s does 1.8, loads of 106 lowerings called controlled 0.2 to 1.2.
FALLS_M_S = 1.5
LOAD_FALLS = N_("the lifter goes down in good time, but the load falls: neither surely lowered nor surely dropped")
TOO_FAST = N_("no body lowers itself so fast: the film runs faster there, or the joints were not followed")


def fast_lowering(rep: Rep, context: SetContext) -> Verdict:
    """Time from the first bend to the bottom."""
    if context.playback.problem:
        return Unknown(TIME_IN_DOUBT, filming=False)
    if rep.cycle.lowering_part and not rep.cycle.lowering_cut:
        return Unknown(HALF_WAY, filming=False)
    lowering = rep.tempo.lowering_s
    if lowering is None or rep.cycle.lowering is None:
        return Unknown(N_("the lowering is not in the video as a whole"))
    if _jumps(rep, context):
        return Unknown(JUMPS, filming=False)
    hinge, rows = context.motion.series["hip_hinge_deg"], rep.cycle.lowering.rows
    sigma_deg = hinge.sigma[rows][np.isfinite(hinge.value[rows])]
    if len(sigma_deg) and float(np.median(sigma_deg)) > UNSURE_DEG:
        return Unknown(UNSURE_WAY, filming=False)
    if _falls_faster(rep, lowering, context):
        return Unknown(TOO_FAST, filming=False)
    least_s = LYING_SIGMA_S if context.motion.face_up else MIN_SIGMA_S
    sigma_s = float(np.hypot(least_s, SIGMA_SHARE * lowering))
    at_s = float(context.motion.time_s[rep.cycle.lowering.first])
    verdict = grade(lowering, sigma_s, context.levels("fast-lowering"), at_s, below=True)
    if not isinstance(verdict, Clean):
        return verdict
    if context.playback.maybe_slowed:
        return Unknown(TIME_IN_DOUBT, filming=False)
    fastest = None if rep.load is None else rep.load.peak_lowering_m_s
    falls = fastest is not None and fastest.value - fastest.sigma > FALLS_M_S
    return Unknown(LOAD_FALLS, filming=False) if falls else verdict


def _falls_faster(rep: Rep, lowering_s: float, context: SetContext) -> bool:
    """Whether the body would fall faster than it can, in one lowering that is unlike the set's others."""
    others_s = [r.tempo.lowering_s for r in context.reps if r.index != rep.index and r.tempo.lowering_s is not None]
    if context.motion.place_lost or not others_s or QUICKER * lowering_s > float(np.median(others_s)):
        return False
    return asked_g(context.motion, rep, lowering_s) > FALLS_G


def _jumps(rep: Rep, context: SetContext) -> bool:
    """Whether the body hardly goes down in what reads as the lowering."""
    lowering, around = rep.cycle.lowering, round(AROUND_S * context.motion.rate_hz)
    if lowering is None or context.motion.place_lost:
        return False
    span = Span(max(lowering.first - around, 0), lowering.last + around)
    return share_of_way(context.motion, rep, span) < MIN_WAY


def form_drift(context: SetContext) -> Mapping[int, Verdict]:
    """Change of the bottom posture against the first reps: in each rep the angle that changes most speaks."""
    reps, motion = context.reps, context.motion
    if len(reps) < MIN_REPS:
        return {
            r.index: Unknown(Phrase(N_("a drift needs at least {reps} reps to show"), reps=MIN_REPS), filming=False)
            for r in reps
        }
    posture = np.full((len(reps), len(FORM)), np.nan)
    for row, rep in enumerate(reps):
        for column, name in enumerate(FORM):
            found = at_moment(motion.series[name], rep.cycle.bottom, motion.rate_hz)
            if found is not None and not rep.cycle.lift_off_cut:
                posture[row, column] = found[0]
    first = np.flatnonzero(np.isfinite(posture).any(axis=1))[:REFERENCE_REPS]
    if len(first) < REFERENCE_REPS or first[-1] >= len(reps) - LATE_REPS:
        return {r.index: _unseen(r, motion) if r.cycle.lift_off_cut else Unknown(NO_REFERENCE) for r in reps}
    # an angle that no rep of the set shows is left to the others
    by_angle = [_drift_of(reps, angle, first, context) for angle in posture.T if np.isfinite(angle).any()]
    return {rep.index: max((said[row] for said in by_angle), key=_weight) for row, rep in enumerate(reps)}


def _drift_of(reps: tuple[Rep, ...], angle: Floats, first: NDArray[np.int64], context: SetContext) -> list[Verdict]:
    """Verdicts of one angle: only a change that the last reps share is a drift."""
    seen, motion = np.isfinite(angle), context.motion
    if not seen[first].all():
        shown = zip(reps, seen, strict=True)
        return [Unknown(NO_REFERENCE) if known else _unseen(rep, motion) for rep, known in shown]
    own, levels = angle[first], context.levels("form-drift")
    read_deg = np.hypot(CHANGE_SIGMA_DEG, few_pixels_sigma_deg(motion.leg_px))
    sigma = float(np.hypot(own.std(ddof=1), read_deg))
    change = angle - np.median(own)
    one_way = change if np.nansum(change[-LATE_REPS - 1 :]) >= 0 else -change
    graded = [
        grade(float(by), sigma, levels, rep.bottom_s) if np.isfinite(by) else _unseen(rep, motion)
        for rep, by in zip(reps, one_way, strict=True)
    ]
    # the reference reps cannot have drifted from themselves
    graded = [Clean() if row <= first[-1] and seen[row] else verdict for row, verdict in enumerate(graded)]
    late = range(len(reps) - LATE_REPS - 1, len(reps))
    if sum(isinstance(graded[row], Fault) for row in late) < LATE_REPS:
        # two of them in doubt may be a drift; one is none, nor is what is too close to call in the others
        doubtful = sum(not isinstance(graded[row], Clean) for row in late) >= LATE_REPS
        graded = [_no_drift(verdict, doubtful) if seen[row] else verdict for row, verdict in enumerate(graded)]
    for row in late:
        far = seen[row] and isinstance(grade(float(abs(change[row])), sigma, levels, reps[row].bottom_s), Fault)
        if far and isinstance(graded[row], Clean):
            graded[row] = Unknown(ALONE, filming=False)
    return graded


def _no_drift(verdict: Verdict, doubtful: bool) -> Verdict:
    """A verdict where the last reps share no change for certain."""
    if not doubtful:
        return Clean()
    return Unknown(TOO_CLOSE, filming=False) if isinstance(verdict, Fault) else verdict


def _unseen(rep: Rep, motion: Motion) -> Unknown:
    if rep.cycle.lift_off_cut:
        return unseen(rep, "lift-off", motion)
    return Unknown(N_("the bottom of this rep is not seen"))


def _weight(verdict: Verdict) -> tuple[int, int, float]:
    """Which of several angles' verdicts on a rep is said: the worst fault, else what is not known."""
    if isinstance(verdict, Fault):
        return 2, SEVERITIES.index(verdict.severity), verdict.value - verdict.limit
    return int(isinstance(verdict, Unknown)), 0, 0.0


FAST_LOWERING = Rule(
    id="fast-lowering",
    flags="dropping instead of lowering",
    measure="lowering_s",
    unit="s",
    limits=("fast_lowering",),
    views="any view, the whole lowering in the video",
    message="The way down takes {value}: the load drops more than it is lowered.",
    cue="Take about two seconds down: that is where the hamstrings learn to control.",
    short_cue="Slower on the way down",
    praise="the lowering is controlled",
    short_praise="Good: calm on the way down",
    praise_rank=7,
    judge=per_rep(fast_lowering),
    evidence=(
        "The way down is where the hamstrings work while they lengthen, as they do when they brake the swinging "
        "leg of a runner. People who lift a 15 kg box at their own pace take 4.6 to 5.9 s for all of it (von Arx "
        "2021)."
    ),
    doubt=(
        "No study says how slow is slow enough: 1.0, 0.7 and 0.5 s are judgement, and lifters who drop a bar on "
        "purpose do nothing wrong. The time is that of the hips' bend, not of the bar."
    ),
)

FORM_DRIFT = Rule(
    id="form-drift",
    flags="later reps falling away from the first ones",
    measure="bottom_posture_change_deg",
    unit="deg",
    limits=("form_drift",),
    views="any view but from behind, five reps or more",
    message="Your bottom position has moved by {value} since the first reps.",
    cue="End the set while the reps still look like the first one, or take a little weight off.",
    short_cue="Like your first rep",
    praise="the last reps look like the first",
    judge=form_drift,
    needs=("lift-off",),
    judged_from=("side", "front-oblique", "rear-oblique", "front"),
    evidence=(
        "The least change of the low back's angle that is real is 4 to 8° (Aasa 2019). Fatigue and load change "
        "how hips and back share a bend (Vazirian 2016)."
    ),
    doubt=(
        "A change is no fault by itself: the set is only compared with its own first reps, good or bad. The "
        "levels are judgement."
    ),
)
