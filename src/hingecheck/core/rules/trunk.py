"""Trunk: hips that rise first, and how a rep ends at the top."""

from __future__ import annotations

import numpy as np

from ..types import LIFTS, LiftName, Rep
from .base import Clean, Rule, SetContext, Unknown, Verdict, grade, per_rep

#: Share of an angle's error that is left in the difference of two moments of one rep: the landmark's
#: offset is nearly the same at both and cancels, its slip with posture does not.
LEFT_IN_DIFFERENCE = 0.5
#: A top is judged over this long after the lift's end, seconds.
TOP_S = 0.3

#: The hip thrust's top is another posture, with limits of its own to come.
NOT_YET: dict[LiftName, str] = {"hip-thrust": "this version does not judge the top of a hip thrust yet"}


def hips_rise_first(rep: Rep, context: SetContext) -> Verdict:
    """How much further forward the trunk tips after the hips have begun to rise."""
    motion = context.motion
    trunk = motion.series["trunk_inclination_deg"]
    start = rep.cycle.lifting.first
    rows = slice(start, rep.cycle.top + 1)
    lean = trunk.value[rows]
    if len(lean) < 3 or np.isfinite(lean).mean() < 0.7 or not np.isfinite(lean[0]):
        return Unknown("shoulder and hip are not seen through the lift")
    worst = int(np.nanargmax(lean))
    if worst == 0:
        return Clean()
    tip = float(lean[worst] - lean[0])
    sigma = LEFT_IN_DIFFERENCE * float(np.hypot(trunk.sigma[start], trunk.sigma[start + worst]))
    return grade(tip, sigma, context.limits.hips_rise_first, float(motion.time_s[start + worst]))


def _at_top(rep: Rep, context: SetContext, name: str) -> tuple[float, float, float] | None:
    """Least value of a measure round the top: value, sigma, time."""
    motion = context.motion
    series = motion.series[name]
    reach = max(1, round(TOP_S * motion.rate_hz))
    first = max(rep.cycle.top - reach, rep.cycle.lifting.first)
    value = series.value[first : rep.cycle.top + reach + 1]
    # A top that lies in a hole, or at its edge, was not seen: what shows is the way up or down.
    if not len(value) or np.isfinite(value).mean() < 0.7:
        return None
    row = first + int(np.nanargmin(value))
    return float(series.value[row]), float(series.sigma[row]), float(motion.time_s[row])


def incomplete_lockout(rep: Rep, context: SetContext) -> Verdict:
    """Hip hinge left at the top."""
    top = _at_top(rep, context, "hip_hinge_deg")
    if top is None:
        return Unknown("hip, knee and shoulder are not seen together at the top")
    return grade(top[0], top[1], context.limits.incomplete_lockout, top[2])


def overextended_lockout(rep: Rep, context: SetContext) -> Verdict:
    """Lean back of the trunk at the top."""
    top = _at_top(rep, context, "trunk_inclination_deg")
    if top is None:
        return Unknown("hip and shoulder are not seen together at the top")
    return grade(-top[0], top[1], context.limits.overextended_lockout, top[2])


HIPS_RISE_FIRST = Rule(
    id="hips-rise-first",
    lifts=("deadlift",),
    flags="hips and knees straightening before the trunk rises",
    measure="trunk_tip_deg",
    unit="deg",
    limits=("hips_rise_first",),
    views="side view, shoulders to knees in the picture",
    message="Your hips shoot up first: the trunk tips {value} further forward before it rises.",
    cue="Push the floor away and let hips and shoulders rise together.",
    praise="hips and shoulders rise together",
    judge=per_rep(hips_rise_first),
)

INCOMPLETE_LOCKOUT = Rule(
    id="incomplete-lockout",
    lifts=LIFTS,
    flags="not reaching full hip extension at the top",
    measure="hip_hinge_deg",
    unit="deg",
    limits=("incomplete_lockout",),
    views="side view, shoulders to knees in the picture",
    message="The rep ends with the hips still bent by {value}.",
    cue="Finish tall: squeeze the glutes until hips and shoulders stack up.",
    praise="every rep finishes tall",
    judge=per_rep(incomplete_lockout, not_yet_for=NOT_YET),
)

OVEREXTENDED_LOCKOUT = Rule(
    id="overextended-lockout",
    lifts=LIFTS,
    flags="leaning back or arching at the top",
    measure="trunk_lean_back_deg",
    unit="deg",
    limits=("overextended_lockout",),
    views="side view, shoulders to knees in the picture",
    message="You lean back by {value} at the top, past standing tall.",
    cue="Stand tall and stop at straight: ribs down, glutes on, no lean back.",
    praise="you stop at straight, no lean back",
    judge=per_rep(overextended_lockout, not_yet_for=NOT_YET),
)
