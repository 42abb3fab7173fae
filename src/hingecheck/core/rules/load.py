"""Load: away from the legs, or one side ahead of the other."""

from __future__ import annotations

import numpy as np

from ..landmarks import Landmark
from ..types import Floats, Rep
from .base import Rule, SetContext, Unknown, Verdict, grade, per_rep

#: The higher tenth of the offsets of a lift must lie past the limit: one slipped frame is no drift.
DRIFT_PERCENTILE = 90.0
#: Two hands this close together in the picture hold one handle: their line has no tilt, in leg lengths.
HANDS_TOGETHER_LEG = 0.2
#: Error of the hand line's tilt, degrees: two wrists, each a few centimetres off, half a metre apart.
TILT_SIGMA_DEG = 3.0


def load_drifting(rep: Rep, context: SetContext) -> Verdict:
    """Hands ahead of the mid-foot while lifting."""
    motion = context.motion
    series = motion.series.get("load_offset_leg")
    if series is None:
        return Unknown(motion.missing.get("load_offset_leg", "the load's place shows only from the side"))
    first = rep.cycle.lifting.first
    offset = series.value[first : rep.cycle.lifting.last]
    ok = np.isfinite(offset)
    if ok.mean() < 0.5:
        return Unknown("hands or feet are hidden (plates, or feet out of the picture) for half of the lift")
    far = float(np.percentile(offset[ok], DRIFT_PERCENTILE))
    row = first + int(np.nanargmin(np.abs(offset - far)))
    return grade(far, float(series.sigma[row]), context.limits.load_drifting, float(motion.time_s[row]))


def hand_tilt_deg(context: SetContext) -> tuple[Floats, Floats]:
    """Tilt of the line between the hands in the picture, and its length in leg lengths [shape=(n,)] each."""
    image = context.motion.image_px
    line = image[:, Landmark.LEFT_WRIST] - image[:, Landmark.RIGHT_WRIST]
    tilt = np.degrees(np.arctan2(-line[:, 1], np.abs(line[:, 0])))
    return tilt, np.hypot(line[:, 0], line[:, 1]) / context.motion.leg_px


def uneven_sides(rep: Rep, context: SetContext) -> Verdict:
    """Tilt of the line between the hands while lifting, against its tilt at the top."""
    motion = context.motion
    if motion.view.name not in ("front", "rear"):
        return Unknown("one side higher or earlier than the other shows only from the front or from behind")
    tilt, apart = hand_tilt_deg(context)
    tilt = np.where(apart > HANDS_TOGETHER_LEG, tilt, np.nan)
    rows = slice(rep.cycle.lifting.first, rep.cycle.lifting.last)
    top = tilt[max(rep.cycle.top - 3, 0) : rep.cycle.top + 4]
    if np.isfinite(tilt[rows]).mean() < 0.5 or not np.isfinite(top).any():
        return Unknown("both hands are not seen apart through the lift")
    change = np.abs(tilt[rows] - float(np.nanmedian(top)))
    worst = float(np.nanpercentile(change, DRIFT_PERCENTILE))
    row = rows.start + int(np.nanargmin(np.abs(change - worst)))
    return grade(worst, TILT_SIGMA_DEG, context.limits.uneven_sides, float(motion.time_s[row]))


LOAD_DRIFTING = Rule(
    id="load-drifting",
    lifts=("deadlift", "rdl"),
    flags="the load away from the legs",
    measure="load_offset_leg",
    unit="leg",
    limits=("load_drifting",),
    views="side view with hands and feet in the picture",
    message="The load hangs {value} ahead of your mid-foot, which the back and hips have to hold.",
    cue="Keep the weight brushing your legs, over the middle of the foot.",
    praise="the load stays close",
    judge=per_rep(load_drifting),
)

UNEVEN_SIDES = Rule(
    id="uneven-sides",
    lifts=("deadlift", "rdl", "hip-thrust"),
    flags="one side higher, further or earlier than the other",
    measure="hand_tilt_deg",
    unit="deg",
    limits=("uneven_sides",),
    views="front or rear view, both hands in the picture",
    message="One side runs ahead: the line between your hands tilts by {value} during the lift.",
    cue="Press both feet into the floor evenly and let both hands rise together.",
    praise="both sides work evenly",
    judge=per_rep(
        uneven_sides,
        not_yet_for={"hip-thrust": "this version does not compare the sides of a hip thrust yet"},
    ),
)
