"""Shins: where the feet stand in a hip thrust."""

from __future__ import annotations

import numpy as np

from ..landmarks import point
from ..phrases import N_
from ..reps.summaries import MOMENT_S, at_moment
from ..types import Motion, Rep
from .base import Rule, SetContext, Unknown, Verdict, Words, grade, per_rep, reworded

#: The knees are past the ankles: the feet stand too near …
NEAR = Words(
    N_("At the top your shins lean {value} forward, knees past the ankles: that moves work from hips to thighs."),
    N_("Put the feet a little further away, until the shins stand upright at the top."),
)
#: … or the ankles past the knees: too far.
FAR = Words(
    N_("At the top your shins lean {value} back, feet ahead of the knees: that moves work to the hamstrings."),
    N_("Put the feet a little closer, until the shins stand upright at the top."),
)
#: Near shoulder over near ankle where there is no bench, leg lengths: -0.08 … 0.06 in bridges on the floor (5 real,
#: 2 of the lab), 0.39 … 0.85 on benches of all heights (5 real, 4 of the lab).
ON_FLOOR_LEG = 0.2
FLOOR_BRIDGE = Unknown(
    N_(
        "with the shoulders on the floor the shins lean as the feet must stand to lift the hips: this asks about a "
        "bench"
    ),
    filming=False,
)


def shoulders_on_floor(motion: Motion, row: int) -> bool:
    """Whether a lying lifter's shoulders are no higher than the floor lets them: a bridge, no bench."""
    half = max(1, round(MOMENT_S * motion.rate_hz))
    joints = [point(motion.measured_side, joint) for joint in ("SHOULDER", "ANKLE")]
    heights = -motion.image_px[max(row - half, 0) : row + half + 1, joints, 1] / motion.leg_px
    over = heights[:, 0] - heights[:, 1]
    return bool(np.isfinite(over).any()) and float(np.nanmedian(over)) < ON_FLOOR_LEG


def shin_angle(rep: Rep, context: SetContext) -> Verdict:
    """Lean of the shin at the top, either way; the words say which."""
    motion = context.motion
    if motion.view.name != "side":  # at 45° a lying lifter's shins read 9° off on held-out clips, and claim 4°
        return Unknown(N_("how far the shins of a lying lifter lean shows only from the side"))
    if shoulders_on_floor(motion, rep.cycle.top):
        return FLOOR_BRIDGE
    found = at_moment(motion.series["shank_inclination_deg"], rep.cycle.top, motion.rate_hz)
    if found is None:
        return Unknown(N_("knee or ankle are hidden at the top: film from the side so that both show"))
    lean, sigma = found
    verdict = grade(abs(lean), sigma, context.levels("shin-angle"), float(motion.time_s[rep.cycle.top]))
    return reworded(verdict, NEAR if lean > 0 else FAR)


SHIN_ANGLE = Rule(
    id="shin-angle",
    flags="feet too near or too far at the top",
    measure="shank_from_vertical_deg",
    unit="deg",
    limits=("shin_angle",),
    views="side view, the whole leg in the picture; shoulders on a bench, not in a bridge on the floor",
    message="At the top your shins lean {value} from upright.",
    cue="Set the feet so that the shins stand upright at the top: a little further away where the knees pass the "
    "ankles, a little closer where they don't reach them.",
    short_cue="Shins upright at the top",
    praise="your shins stand upright at the top",
    judge=per_rep(shin_angle),
    needs=("top",),
    judged_from=("side",),
    evidence=(
        "Coaching: shins upright at the top, knees at about 90°; feet nearer hand work to the thighs, feet "
        "further away to the hamstrings (Contreras). Statics agree: 5° of shin are about 30 N·m at the knee."
    ),
    doubt=(
        "That is statics with vertical forces only, and coaching; the levels are judgement. Plates often hide "
        "the near knee."
    ),
)
