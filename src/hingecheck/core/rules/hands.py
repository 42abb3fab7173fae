"""Hands: which of them holds the weight in single-leg work."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import SIDES, Side, other, point
from ..phrases import N_
from ..types import Motion, Rep
from .base import FAULT_PROBABILITY, MIN_SEEN, Rule, SetContext, Unknown, Verdict, Words, grade, per_rep, reworded

#: The arms are looked at where the trunk leans at least this far: standing, a free arm hangs too.
LEANING_DEG = 30.0
#: An arm with a weight hangs within this of straight down, wrist below shoulder; a free one is held away. Halfway
#: between the two in the lab: 12° and 44° …
HANGS_DEG = 28.0
#: … with this error of one arm's angle.
ARM_SIGMA_DEG = 8.0
#: Wrists less visible than this show no arm.
MIN_VISIBLE = 0.5
#: Nothing is surer than this.
SUREST = 0.99

FROM_SIDE = N_(
    "from the side the hands do not show which of them holds the weight: film from the front, or say --load-side"
)
HIDDEN = N_("both arms are not seen through the rep: film from the front or 45°, or say --load-side")
NOT_ONE = N_("no weight in one hand alone can be told: say --load-side if there is one")
TOLD_BOTH = N_("a weight in both hands has no side")
NO_STANCE = N_("which leg stands is not known: say --stance")

#: What is seen is said with less certainty than what was told.
LOOKS = Words(
    N_("The weight looks to be in the hand of your standing leg."),
    N_("Try the weight in the hand opposite your standing leg: many feel the glute work better that way."),
)


def load_side(rep: Rep, context: SetContext) -> Verdict:
    """Whether the hand of the stance side holds the weight: as told, else as the arms hang."""
    stance = context.lift.working_side
    if stance == "both":
        return Unknown(NO_STANCE, filming=False)
    levels, at_s = context.levels("load-side"), rep.bottom_s
    if context.facts.load_side is not None:
        if context.facts.load_side == "both":
            return Unknown(TOLD_BOTH, filming=False)
        return grade(float(context.facts.load_side == stance), 0.5 / NormalDist().inv_cdf(SUREST), levels, at_s)
    if context.motion.view.name == "side":
        return Unknown(FROM_SIDE)
    chances = _hanging(rep, context.motion)
    if chances is None:
        return Unknown(HIDDEN)
    hand, chance = loaded_hand(chances)
    if chance < FAULT_PROBABILITY:
        return Unknown(NOT_ONE, filming=False)
    sigma = 0.5 / NormalDist().inv_cdf(chance)
    return reworded(grade(float(hand == stance), sigma, levels, at_s), LOOKS)


def loaded_hand(hanging: dict[Side, float]) -> tuple[Side, float]:
    """The likelier hand, and the chance that it holds a weight and the other does not: it hangs, the other not."""
    chance = {side: hanging[side] * (1.0 - hanging[other(side)]) for side in SIDES}
    hand = max(SIDES, key=lambda side: chance[side])
    return hand, min(chance[hand], SUREST)


def _hanging(rep: Rep, motion: Motion) -> dict[Side, float] | None:
    """Chance that each arm hangs straight down through the rep; None where one is not seen."""
    rows = np.arange(rep.cycle.first, rep.cycle.last)
    rows = rows[motion.series["trunk_inclination_deg"].value[rows] > LEANING_DEG]
    out: dict[Side, float] = {}
    for side in SIDES:
        angle = _arm_deg(motion, rows, side)
        if not len(rows) or np.isfinite(angle).mean() < MIN_SEEN:
            return None
        out[side] = NormalDist(sigma=ARM_SIGMA_DEG).cdf(HANGS_DEG - float(np.nanmedian(angle)))
    return out


def _arm_deg(motion: Motion, rows: NDArray[np.int64], side: Side) -> Floats:
    """Angle of the line from shoulder to wrist from straight down; NaN where the wrist is not seen [shape=(k,)]."""
    shoulder, wrist = point(side, "SHOULDER"), point(side, "WRIST")
    line = motion.world_m[rows, wrist] - motion.world_m[rows, shoulder]
    angle = np.degrees(np.arctan2(np.hypot(line[:, 0], line[:, 2]), line[:, 1]))
    return np.where(motion.visibility[rows, wrist] >= MIN_VISIBLE, angle, np.nan)


LOAD_SIDE = Rule(
    id="load-side",
    flags="the weight on the stance side where the opposite hand would help",
    measure="load_on_stance_side",
    unit="side",
    limits=("load_side",),
    views="front or 45° view with both arms in the picture, or --load-side",
    message="The weight is in the hand of your standing leg.",
    cue=LOOKS.cue,
    short_cue="Weight in the other hand",
    praise="the weight is in the helpful hand",
    judge=per_rep(load_side),
    evidence=(
        "The physio's cue: hold the weight in the hand opposite your stance leg. In 12 men on a flywheel the "
        "gluteal muscles worked harder that way (Mo 2023)."
    ),
    doubt=(
        "The back muscles worked harder too in that study, so it is a cue to feel the glute, not one to spare "
        "the back. Twelve men on one machine are few."
    ),
)
