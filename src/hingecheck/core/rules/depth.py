"""Depth: going lower than hips and back stay in position, and where to stop instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import LEFT, RIGHT, SIDES, point
from ..lifts import ONE_LEG
from ..measures.feet import FREE_FOOT
from ..phrases import N_, Phrase
from ..signals import median
from ..types import Motion, Rep, Series, Severity
from .back import DOUBT_ROUND, lumbar_rounding
from .base import (
    CLEAN_PROBABILITY,
    FAULT_PROBABILITY,
    MIN_SEEN,
    Fault,
    Rule,
    SetContext,
    Unknown,
    Verdict,
    Words,
    bounded,
    grade_between,
    per_rep,
    reworded,
)

#: The way down is looked at in steps of this hinge, each with the frames this far round its middle, degrees.
STEP_DEG, REACH_DEG = 2.0, 3.0
#: The rep's depth is this percentile of its hinge: a single slipped frame is no depth.
DEEPEST = 97.0
#: Rule table R1: stop this much above the depth at which position goes, degrees.
SPARE_DEG = 5.0
#: The pelvis's turn is past its level where it is this sure: its error is wider than a frame's sigma says.
SURE_OPEN = 0.95
#: Landmarks less visible than this show no height.
MIN_VISIBLE = 0.5
#: Hands within this of the knee's height are at the knee, leg lengths …
AT_KNEE_LEG = 0.12
#: … and where they are not seen: the hinge at which hanging hands pass thigh and knee, degrees.
KNEE_FROM_DEG, SHIN_FROM_DEG = 55.0, 80.0

HIPS = N_("Your hips turn open over the last {value} of the way down.")
BACK = N_("Your low back rounds over the last {value} of the way down.")
#: Where to stop, and what still holds there.
STOP = N_("Stop with the hands at about {place}, where {keeps}.")
KEEPS = {HIPS: N_("both hip bones still face the floor"), BACK: N_("your back still keeps its shape")}


@dataclass(frozen=True, slots=True)
class Asked:
    """A level of a measure past which position is lost, and how surely it must be."""

    level: float
    message: str
    sure: float = FAULT_PROBABILITY
    doubt: float = CLEAN_PROBABILITY  #: … and how surely not, to be clean


@dataclass(frozen=True, slots=True)
class Excess:
    """How much further the hinge goes than position holds, degrees."""

    least: float  #: surely so much
    middle: float  #: as likely more as less
    most: float  #: hardly more
    asked: Asked


def range_too_deep(rep: Rep, context: SetContext) -> Verdict:
    """Hinge beyond the one at which the pelvis opens or the low back rounds past its mild level.

    A fault of one of the two is enough; clean needs both where both have a meaning, so that what is not seen is
    never taken for good.
    """
    motion = context.motion
    asked = {"lumbar_flexion_deg": Asked(context.levels("lumbar-rounding").mild, BACK, doubt=DOUBT_ROUND)}
    if context.lift.name in ONE_LEG:
        asked["pelvis_rotation_deg"] = Asked(context.levels("hips-opening").mild, HIPS, SURE_OPEN)
    hinge = motion.series["hip_hinge_deg"]
    rows = np.arange(rep.cycle.first, rep.cycle.last)
    rows = rows[np.isfinite(hinge.value[rows])]
    if not len(rows):
        return Unknown(N_("hip, knee and shoulder are not seen together through the rep"))
    deepest = float(np.percentile(hinge.value[rows], DEEPEST))
    found, unseen = _each(motion, rows, deepest, asked)
    if not found:
        return Unknown(unseen[0])
    worst = max(found, key=lambda e: (e.least, e.middle))
    at_s = float(motion.time_s[rep.cycle.bottom])
    most = max(e.most for e in found)
    verdict = grade_between(
        worst.least, worst.middle, most, context.levels("range-too-deep"), at_s, sure=worst.asked.sure
    )
    if unseen and not isinstance(verdict, Fault):
        return Unknown(unseen[0])
    message = worst.asked.message
    if message == BACK:
        verdict = bounded(verdict, _rounding(rep, context))
    place = stopping_place(motion, rows, deepest - worst.middle - SPARE_DEG)
    return reworded(verdict, Words(message, Phrase(STOP, place=place, keeps=KEEPS[message])))


def _rounding(rep: Rep, context: SetContext) -> Severity:
    """How badly the back rounds at all: one that is a little round all the way down makes no depth severe."""
    verdict = lumbar_rounding(rep, context)
    return verdict.severity if isinstance(verdict, Fault) else "mild"


def _each(
    motion: Motion, rows: NDArray[np.int64], deepest: float, asked: Mapping[str, Asked]
) -> tuple[list[Excess], list[str]]:
    """Excess by each measure that is had, and why the others are not."""
    found, unseen = [], []
    hinge = motion.series["hip_hinge_deg"].value
    for name, how in asked.items():
        series = motion.series.get(name)
        if series is None:
            unseen.append(motion.missing.get(name, N_("hips and back are not seen")))
            continue
        excess = excess_of(series, hinge, rows, deepest, how)
        if excess is None:
            unseen.append(N_("hips and back are not seen clearly enough at depth"))
        else:
            found.append(excess)
    return found, unseen


def excess_of(series: Series, hinge: Floats, rows: NDArray[np.int64], deepest: float, asked: Asked) -> Excess | None:
    """How far above the bottom a measure passes a level for good; None where the bottom is not seen.

    From the bottom up, step by step, as long as the measure stays past the level: surely, as likely as not, and
    possibly. A step in which it is not had ends what is sure, and not what is possible.
    """
    steps = int((deepest - max(float(hinge[rows].min()), 0.0)) / STEP_DEG)
    past = np.full((3, max(steps, 1)), np.nan)
    surely, possibly = NormalDist().inv_cdf(asked.sure), NormalDist().inv_cdf(1.0 - asked.doubt)
    for step in range(past.shape[1]):
        middle = deepest - (step + 0.5) * STEP_DEG
        near = rows[np.abs(hinge[rows] - middle) <= REACH_DEG]
        value, sigma = series.value[near], series.sigma[near]
        known = np.isfinite(value)
        if len(near) and known.mean() >= MIN_SEEN:
            over, error = median(value[known]) - asked.level, median(sigma[known])
            past[:, step] = over - surely * error, over, over + possibly * error
    if not np.isfinite(past[0, 0]):
        return None
    least, likely = (_run(np.nan_to_num(row, nan=-1.0)) for row in past[:2])
    return Excess(least, likely, _run(np.nan_to_num(past[2], nan=1.0)), asked)


def _run(past: Floats) -> float:
    """Hinge from the bottom over which all steps are past the level, degrees."""
    short = np.flatnonzero(past <= 0.0)
    return STEP_DEG * float(short[0] if len(short) else len(past))


def stopping_place(motion: Motion, rows: NDArray[np.int64], hinge_deg: float) -> str:
    """Where the hands are at a hinge, as lifters say it: by hands and knees if they are seen, else by the hinge."""
    hinge = motion.series["hip_hinge_deg"].value
    row = int(rows[np.argmin(np.abs(hinge[rows] - hinge_deg))])
    on_one = FREE_FOOT in motion.by_side
    knee = point((LEFT if motion.stands_left[row] else RIGHT) if on_one else motion.measured_side, "KNEE")
    wrists = [point(side, "WRIST") for side in SIDES if motion.visibility[row, point(side, "WRIST")] >= MIN_VISIBLE]
    below = np.nan
    if wrists and motion.visibility[row, knee] >= MIN_VISIBLE:
        below = float(np.max(motion.image_px[row, wrists, 1]) - motion.image_px[row, knee, 1]) / motion.leg_px
    if not np.isfinite(below):
        below = -1.0 if hinge_deg < KNEE_FROM_DEG else 1.0 if hinge_deg >= SHIN_FROM_DEG else 0.0
    if abs(below) <= AT_KNEE_LEG:
        return N_("knee height")
    return N_("mid-shin") if below > 0.0 else N_("mid-thigh")


RANGE_TOO_DEEP = Rule(
    id="range-too-deep",
    flags="going lower than hips or back stay in position",
    measure="hinge_past_position_deg",
    unit="deg",
    limits=("range_too_deep",),
    views="side view with a close-fitting top for the back, front or 45° for the hips",
    message="You go {value} lower than hips and back stay in position.",
    cue="Stop a little higher, where both hip bones still face the floor and the back keeps its shape.",
    short_cue="Stop a little higher",
    praise="you stop where hips and back still hold",
    judge=per_rep(range_too_deep),
    clean_needs=("lift-off",),
    judged_from=("side", "front-oblique"),
    evidence=(
        "The physio's words: you don't have to go down to the floor; it's important to move through the hips "
        "rather than the low back. Coaches end the range where the back stops holding its shape."
    ),
    doubt=(
        "Nobody has measured how deep is too deep: the depth is read off this set, and carries the errors of "
        "the measures of hips and back it rests on."
    ),
)
