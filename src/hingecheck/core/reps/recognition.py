"""Recognition of the lift from posture, legs, knee travel and start, with a confidence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..landmarks import SIDES, Side, both, other, point
from ..lifts import FREE_FOOT, FROM_FLOOR, FROM_TALL, LIFTS, LYING, ONE_LEG, RESTING_FOOT, MovementName
from ..signals import runs
from ..tracking.view import BEHIND, FRONTAL_SECTORS, sector_of
from ..types import Cycle, Lift, LiftName, Motion
from .other_movements import Fit, fit_of, looks_like
from .phases import begins_half_way
from .segmentation import Segmentation
from .traits import AROUND, hands_show, measure_traits

#: Below this confidence the report names the second candidate too.
CONFIDENT = 0.75

#: Log odds of a deadlift by how the set begins: tall, as sets of both do; low, as of a load on the floor; or low in a
#: bend that turns at once, as where a film is cut to its reps.
STARTS_TALL, FROM_THE_FLOOR, OPENS_LOW = -0.5, 3.0, 1.5
#: Who stays within this share of the hinge's range of its deepest for so long waits there, seconds: over bars 0.5 to
#: 1.7 in clips of seven lifters, in three films that open in the middle of a set of RDLs 0.3 to 0.4.
STILL_LOW, WAITS_S = 0.05, 0.45
#: Knees speak for or against a deadlift by no more than this: some Romanian deadlifts are squatted, one in a dozen by
#: this: their fault, and no other lift; and some lift off the floor with knees of 34°.
MAX_BY_KNEES = 2.5
#: Where either lift is as likely, by each of the two.
EVEN_KNEE_DEG, EVEN_HANDS_LEG = 60.0, 0.42
#: From behind knees read straighter than they are by more than they claim (31 ± 6° in a deadlift).
WIDER_BEHIND = 2.0
#: Spread of the hands' height over the ankles at the bottom, leg lengths: of 24 deadlifts 0.06 to 0.40, of 12 RDLs
#: from the side or 45° 0.30 to 0.66. To a camera before the lifter hands are nearer than feet, and lower the more it
#: looks down: there an RDL's were at 0.12. To one behind her they are further away than feet.
HANDS_LEG, HANDS_LEG_ALONG = 0.07, 0.25
#: Of four clips filmed in walking one was named wrong, as sure as the others; of two from behind one, depending on
#: how its first frames are read: what is known beyond an even chance counts half. So it does where no knee shows, as
#: behind a post: the hands alone called a deadlift a Romanian one.
HALF_SURE = 0.5
#: Hands that never show in the fold are guessed: behind the plates of a Romanian deadlift, level with the shoulders.
#: So is what a lifter does whose hinge is known for less than this of the time: of five good mornings and squats it
#: is known in all of it, of three deadlifts whose head or feet were cropped or covered in half of it, of one with a
#: sticker on his face in 0.77. It may be another movement, and is not judged, but that it is one is no surer than
#: this.
MOSTLY_KNOWN, GUESSED = 0.9, 0.5

#: Folded by so much of the hinge's range a lifter is on the way, and deep. Ankles that come further apart than this
#: on the way, leg lengths, and lie within so little of each other when she is deep, in every rep, are one that is
#: seen and one that is not: a free foot behind a rack was drawn within 0.08 of the other, after 0.5 on the way. In
#: 142 others of one-legged lifts that come so far apart, real ones and the lab's, it is 0.3 and more.
ON_WAY, DEEP = (0.2, 0.75), 0.85
COME_APART_LEG, COINCIDE_LEG = 0.3, 0.12


#: A free foot on the floor, the toes too, is drawn up to 0.21 leg lengths over the other, one in the air by 0.46 and
#: more, in the lab and in films of four lifters. Where it is drawn says no more than this: it may be a wrong one's.
RESTS_LEG, RESTS_SPREAD_LEG, MAX_BY_RISE = 0.33, 0.05, 3.0
#: Log odds that no two signs go beyond: one in a hundred is left.
SUREST = 4.6

#: The candidates, each the first row of its kind: what is told apart here are these traits, no names.
ON_BACK, SWINGING, RESTING, FLOOR, HANGING = (
    kind[0] for kind in (LYING, FREE_FOOT, RESTING_FOOT, FROM_FLOOR, FROM_TALL)
)


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
    if given is not None:
        side = stance or motion.measured_side
        return Lift(name=given, given=True, confidence=1.0, working_side=side if given in ONE_LEG else "both")
    return _found(motion, segmentation, stance)


def _found(motion: Motion, segmentation: Segmentation, stance: Side | None) -> Lift:
    """The likeliest lift, or that it is none: it must meet what the lift's row demands."""
    name, confidence, second = _guess(motion, segmentation)
    cycles = [cycle for cycle in segmentation.cycles if cycle.complete]
    traits = measure_traits(motion, cycles)
    fit = fit_of(LIFTS[name], traits)
    if fit.is_other and _is_guessed(fit, motion, cycles):
        return Lift("other", given=False, confidence=GUESSED, working_side="both", runner_up=name)
    if fit.is_other:
        return Lift(
            name="other",
            given=False,
            confidence=round(1.0 - fit.probability, 2),
            working_side="both",
            looks_like=looks_like(traits, lying=motion.face_up),
            unlike=fit.unlike,
        )
    sure = min(confidence, fit.probability)
    close: MovementName = second if confidence <= fit.probability else "other"
    return Lift(
        name=name,
        given=False,
        confidence=round(sure, 2),
        working_side=stance or motion.measured_side if name in ONE_LEG else "both",
        runner_up=None if sure >= CONFIDENT else close,
    )


def _is_guessed(fit: Fit, motion: Motion, cycles: list[Cycle]) -> bool:
    """Whether what another movement is told by is not seen: the hands, most of the hinge, or she behind something."""
    if motion.in_front:
        return True
    if fit.trait == "hands_below_shoulders_leg" and not hands_show(motion, cycles):
        return True
    return float(np.isfinite(motion.series["hip_hinge_deg"].value).mean()) < MOSTLY_KNOWN


def _guess(motion: Motion, segmentation: Segmentation) -> tuple[LiftName, float, LiftName]:
    """Name, confidence and second candidate: whether one leg works, then which of the two lifts of each kind."""
    if motion.face_up:
        return ON_BACK, 0.95, HANGING
    cycles = [c for c in segmentation.cycles if c.complete] or list(segmentation.cycles)
    one = motion.probabilities.get("one-leg", 1.0 if motion.working_side != "both" else 0.0)
    resting = _kickstand_probability(motion, cycles)
    floor = _deadlift_probability(motion, cycles, starts_tall=segmentation.starts_tall)
    probabilities: dict[LiftName, float] = {
        SWINGING: one * (1.0 - resting),
        RESTING: one * resting,
        FLOOR: (1.0 - one) * floor,
        HANGING: (1.0 - one) * (1.0 - floor),
    }
    # how the angles are measured hangs on whether one leg works: the name must not say otherwise
    fitting = [name for name in probabilities if (name in ONE_LEG) == (motion.working_side != "both")]
    best = max(fitting, key=lambda name: probabilities[name])
    second = max((name for name in probabilities if name != best), key=lambda name: probabilities[name])
    return best, probabilities[best], second


def _kickstand_probability(motion: Motion, cycles: list[Cycle]) -> float:
    """How likely the free foot rests on the floor: by the networks, and by how far its ankle rises.

    One that goes up on the way, and is drawn on the other where she is folded, is hidden there: what goes on is told
    from the way.
    """
    hidden = _rise_before_hiding(motion, cycles)
    if hidden is not None:
        return 1.0 - _logistic((hidden - 0.15) / 0.05)
    learnt = motion.probabilities.get("kickstand")
    lifted = _free_foot_rise(motion, cycles)
    log_odds = 0.0 if learnt is None else _log_odds(learnt)
    if lifted is not None:
        log_odds += float(np.clip((RESTS_LEG - lifted) / RESTS_SPREAD_LEG, -MAX_BY_RISE, MAX_BY_RISE))
    return _logistic(float(np.clip(log_odds, -SUREST, SUREST)))


def _log_odds(probability: float) -> float:
    likely = float(np.clip(probability, _logistic(-SUREST), _logistic(SUREST)))
    return float(np.log(likely / (1.0 - likely)))


def _logistic(log_odds: float) -> float:
    return float(1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30))))


def _deadlift_probability(motion: Motion, cycles: list[Cycle], *, starts_tall: bool) -> float:
    """Deadlift against RDL: a start from the floor, more knee bend, hands lower at the bottom.

    Centres: an RDL's knees bend 10-35°, a deadlift's 50-80° in the studies of both lifts, and pose models
    read a hidden knee too bent, so the middle lies at 60°; the wider the knee's error, the less it
    counts. A bar on the floor is held at about a quarter of the leg's length, an RDL turns near mid-shin.
    """
    whole = [cycle for cycle in cycles if not begins_half_way(cycle, motion)]
    cut = not whole  # the film opens, or is cut, on the way up: hands were lower before, and knees bent more
    start = STARTS_TALL if starts_tall else FROM_THE_FLOOR if _waits_low(motion, cycles) else OPENS_LOW
    log_odds = 0.0 if cut else start
    knees, errors, hands = [], [], []
    wrists, ankles = both("WRIST"), both("ANKLE")
    for cycle in whole or cycles:
        bends, sigmas = _knee_bends(motion, cycle)
        if bends:
            knees.append(max(float(np.mean(bends)), EVEN_KNEE_DEG if cut else -np.inf))
            errors.append(float(np.mean(sigmas)))
        low = motion.image_px[_deepest(motion, cycle)]
        rise = low[:, ankles, 1][..., None] - low[:, wrists, 1][:, None, :]
        if np.isfinite(rise).any():
            hands.append(min(float(np.nanmedian(rise)) / motion.leg_px, EVEN_HANDS_LEG if cut else np.inf))
    sector = sector_of(motion.view)
    if knees:
        sigma_deg = float(np.median(errors)) * (WIDER_BEHIND if sector == BEHIND else 1.0)
        log_odds += float(np.clip((float(np.median(knees)) - EVEN_KNEE_DEG) / sigma_deg, -MAX_BY_KNEES, MAX_BY_KNEES))
    if hands:
        spread_leg = HANDS_LEG_ALONG if sector in (FRONTAL_SECTORS[0], BEHIND) else HANDS_LEG
        log_odds += (EVEN_HANDS_LEG - float(np.median(hands))) / spread_leg
    half = motion.place_lost or motion.in_front or sector == BEHIND or not knees
    return 0.5 + (_logistic(log_odds) - 0.5) * (HALF_SURE if half else 1.0)


def _deepest(motion: Motion, cycle: Cycle) -> NDArray[np.int64]:
    """Rows of a cycle near its deepest hinge, and those round where the lift begins, which is a row or two unsure."""
    hinge = motion.series["hip_hinge_deg"].value[cycle.first : cycle.last]
    near = np.arange(max(cycle.bottom - AROUND, 0), min(cycle.bottom + AROUND + 1, len(motion)))
    if not np.isfinite(hinge).any():
        return near
    low, high = np.nanmin(hinge), np.nanmax(hinge)
    return np.union1d(near, cycle.first + np.flatnonzero(hinge >= high - STILL_LOW * (high - low)))


def _waits_low(motion: Motion, cycles: list[Cycle]) -> bool:
    """Whether the lifter stays at the bottom of the first cycle for long enough to have the load on the floor."""
    if not cycles:
        return True
    cycle, hinge = cycles[0], motion.series["hip_hinge_deg"].value
    rows = hinge[max(cycle.first - round(motion.rate_hz), 0) : cycle.last]
    if not np.isfinite(rows).any():
        return True
    low, high = np.nanmin(rows), np.nanmax(rows)
    return bool(max(b - a for a, b in runs(rows >= high - STILL_LOW * (high - low))) >= WAITS_S * motion.rate_hz)


def _knee_bends(motion: Motion, cycle: Cycle) -> tuple[list[float], list[float]]:
    """Deepest knee flexion of each leg that is seen in a cycle and in its fold, and its error.

    Behind plates a knee may show on the way alone: as straight as it is there no fold is.
    """
    bends, sigmas, deepest = [], [], _deepest(motion, cycle)
    for side in SIDES:
        knee = motion.by_side[f"knee_flexion_deg.{side}"]
        bend = knee.value[cycle.first : cycle.last]
        folded = np.isfinite(knee.value[deepest])
        if np.isfinite(bend).mean() > 0.3 and folded.mean() > 0.3:
            row = cycle.first + int(np.nanargmax(bend))
            bends.append(float(knee.value[row]))
            sigmas.append(float(knee.sigma[row]))
    return bends, sigmas


def _rise_before_hiding(motion: Motion, cycles: list[Cycle]) -> float | None:
    """How far the free ankle rises, leg lengths, before it is drawn on the other; None where it never is."""
    left, right = (motion.image_px[:, point(side, "ANKLE")] / motion.leg_px for side in SIDES)
    apart, rise = np.linalg.norm(left - right, axis=1), np.where(motion.stands_left, 1.0, -1.0) * (left - right)[:, 1]
    hinge, rises = motion.series["hip_hinge_deg"].value, []
    for cycle in cycles:
        rows = slice(cycle.first, cycle.last)
        if not np.isfinite(hinge[rows]).any():
            return None
        low, high = np.nanmin(hinge[rows]), np.nanmax(hinge[rows])
        depth = (hinge[rows] - low) / max(high - low, 1e-9)
        way = (depth > ON_WAY[0]) & (depth < ON_WAY[1]) & np.isfinite(apart[rows])
        deep = (depth > DEEP) & np.isfinite(apart[rows])
        if min(way.sum(), deep.sum()) < 3 or np.median(apart[rows][deep]) > COINCIDE_LEG:
            return None
        if np.percentile(apart[rows][way], 80) < COME_APART_LEG:
            return None
        rises.append(float(np.percentile(rise[rows][way], 80)))
    return float(np.median(rises)) if rises and motion.working_side != "both" else None


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
