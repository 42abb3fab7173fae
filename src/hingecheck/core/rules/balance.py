"""Balance in one-legged lifts: sway over the stance foot, touch-downs of the free foot, hops."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..lifts import FREE_FOOT
from ..measures.feet import FREE_FOOT as FOOT_HEIGHT
from ..phrases import N_
from ..reps.balance import hops, touch_downs
from .base import TIME_IN_DOUBT, Clean, Rule, SetContext, Unknown, Verdict, clean_if_deep_seen, grade

#: A rep in which a foot came down or hopped counts as this much more sway, leg lengths …
FALL_LEG = 0.06
#: … and this much more again for each further such rep of the set: one is mild at least, three are severe.
AGAIN_LEG = 0.03
#: From behind this azimuth the trunk hides behind the free leg.
REAR_FROM_DEG = 130.0
FOOT_UNSEEN = N_("the free foot is not seen well enough in the bend to tell whether it comes down")
BEHIND = N_("from behind the free leg hides the body: film from the front, at 45° or from the side")


def balance_loss(context: SetContext) -> Mapping[int, Verdict]:
    """Sway of each rep, and what came of it."""
    if context.playback.problem:  # a hop, a touch-down and a wobble are told from slow shifts by how long they last
        return {rep.index: Unknown(TIME_IN_DOUBT, filming=False) for rep in context.reps}
    if abs(context.motion.view.azimuth_deg) > REAR_FROM_DEG:
        return {rep.index: Unknown(BEHIND) for rep in context.reps}
    sway = context.motion.series.get("sway_leg")
    if sway is None:
        reason = context.motion.missing.get("sway_leg", N_("feet and trunk are not seen well enough to tell balance"))
        return {rep.index: Unknown(reason) for rep in context.reps}
    rows = falls(context)
    fallen = {rep.index: [row for row in rows if rep.cycle.first <= row < rep.cycle.last] for rep in context.reps}
    again = AGAIN_LEG * max(sum(bool(down) for down in fallen.values()) - 1, 0)
    out: dict[int, Verdict] = {}
    for rep in context.reps:
        value, sigma = float(sway.value[rep.cycle.bottom]), float(sway.sigma[rep.cycle.bottom])
        down = fallen[rep.index]
        if not np.isfinite(value):
            out[rep.index] = Unknown(N_("feet and trunk are hidden in too much of this rep to tell balance"))
            continue
        at_row = down[0] if down else rep.cycle.bottom
        total = value + (FALL_LEG + again if down else 0.0)
        verdict = grade(total, sigma, context.levels("balance-loss"), float(context.motion.time_s[at_row]))
        foot = context.motion.by_side.get(FOOT_HEIGHT)
        if context.lift.name in FREE_FOOT and foot is not None:
            verdict = clean_if_deep_seen(verdict, foot, rep, context.motion, FOOT_UNSEEN)
        unsure = context.playback.maybe_slowed and isinstance(verdict, Clean)  # a slowed hop is a slow shift
        out[rep.index] = Unknown(TIME_IN_DOUBT, filming=False) if unsure else verdict
    return out


def falls(context: SetContext) -> list[int]:
    """Rows in which the free foot touched down or the stance foot hopped, in time order."""
    # a kickstand's back foot rests on the floor all the time: that is no touch-down
    touched = touch_downs(context.motion, context.reps) if context.lift.name in FREE_FOOT else []
    return sorted(touched + hops(context.motion))


BALANCE_LOSS = Rule(
    id="balance-loss",
    flags="sway, foot touch-down or hop, a corrected rep",
    measure="sway_leg",
    unit="leg",
    limits=("balance_loss",),
    views="any view but from behind, both feet in the picture",
    message="You lose your balance: sway, touch-downs and hops together come to {value}.",
    cue="Let the back toes rest on the floor like a kickstand. It still counts: keep moving from the hip.",
    short_cue="Slower, find your balance",
    praise="you stay balanced over the standing foot",
    short_praise="Good: steady",
    praise_rank=2,
    judge=balance_loss,
    clean_needs=("lift-off", "top"),
    evidence=(
        "Losing balance is the first of the physio's four errors; her remedy is the kickstand. Balance tests "
        "count touch-downs, hops and lifted heels the same way (BESS)."
    ),
    doubt=(
        "How many touch-downs or how much sway is too much is judgement: no norms for the single-leg deadlift "
        "were found. One camera sees sway along its own line of sight badly: there it is mostly inferred."
    ),
)
