"""Load: away from the legs, or one side ahead of the other."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats
from ..landmarks import Landmark
from ..phrases import N_
from ..signals import lowest_rows
from ..types import Motion, Rep, Series
from .base import Rule, SetContext, Unknown, Verdict, grade, per_rep

FROM_SIDE = N_("the load's place shows only from the side")
#: Further off a true side view than this (as it is known in the end), ahead is not what the picture shows as ahead.
VIEW_LIMIT_DEG = 30.0
#: The higher tenth of the offsets of a lift must lie past the limit: one slipped frame is no drift.
DRIFT_PERCENTILE = 90.0
#: The load's own place is believed where its outline shows in this share of the lift.
MIN_LOAD_SEEN = 0.8
#: Two hands this close together in the picture hold one handle: their line has no tilt, in leg lengths.
HANDS_TOGETHER_LEG = 0.2
#: Wrists less visible than this show no line.
MIN_VISIBLE = 0.5
#: Error of the hand line's tilt, degrees: two wrists, each 2 cm off, more than half a metre apart; even lifts on
#: held-out clips read within 1.8°.
TILT_SIGMA_DEG = 2.0
#: Share of a set's frames, those least folded, in which the hands' line is the lifter's own level.
TALL_SHARE = 0.2


def load_drifting(rep: Rep, context: SetContext) -> Verdict:
    """The load, or else the hands, ahead of the mid-foot while lifting."""
    motion = context.motion
    series = _load_ahead_leg(motion, rep) or motion.series.get("load_offset_leg")
    if series is None:
        return Unknown(motion.missing.get("load_offset_leg", FROM_SIDE))
    if motion.view.off_side_deg > VIEW_LIMIT_DEG:
        return Unknown(FROM_SIDE)
    first = rep.cycle.lifting.first
    offset = series.value[first : rep.cycle.lifting.last]
    ok = np.isfinite(offset)
    if ok.mean() < 0.5:
        return Unknown(N_("hands or feet are hidden (plates, or feet out of the picture) for half of the lift"))
    far = float(np.percentile(offset[ok], DRIFT_PERCENTILE))
    row = first + int(np.nanargmin(np.abs(offset - far)))
    return grade(far, float(series.sigma[row]), context.levels("load-drifting"), float(motion.time_s[row]))


def _load_ahead_leg(motion: Motion, rep: Rep) -> Series | None:
    """How far the load itself is ahead of the mid-foot, leg lengths; None where its outline is not seen.

    A bar that swings out is ahead of hands that still hang over the feet, and plates hide wrists and shoes from the
    networks, not from it.
    """
    ahead, scale, track = motion.series.get("load_x_m"), motion.load.scale, motion.load.track
    if ahead is None or scale is None or track is None or track.by != "outline":
        return None
    rows = slice(rep.cycle.lifting.first, rep.cycle.lifting.last)
    if (track.seen[rows] & np.isfinite(ahead.value[rows])).mean() < MIN_LOAD_SEEN:
        return None
    leg_m = motion.leg_px * scale.m_per_px
    hands = motion.series.get("load_offset_leg")
    told = np.empty(0) if hands is None else hands.sigma[rows][np.isfinite(hands.sigma[rows])]
    if len(told) and np.nanmedian(ahead.sigma[rows]) / leg_m > np.median(told):
        return None  # the hands say it more exactly
    return Series(ahead.value / leg_m, ahead.sigma / leg_m, "leg")


def hand_tilt_deg(context: SetContext) -> tuple[Floats, Floats]:
    """Tilt of the line between the hands in the picture, and its length in leg lengths [shape=(n,)] each.

    NaN where a hand is hidden, as behind the knee in a hip thrust.
    """
    wrists = [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]
    left, right = np.moveaxis(context.motion.image_px[:, wrists], 1, 0)
    seen = context.motion.visibility[:, wrists].min(axis=1) >= MIN_VISIBLE
    line = np.where(seen[:, None], left - right, np.nan)
    tilt = np.degrees(np.arctan2(-line[:, 1], np.abs(line[:, 0])))
    return tilt, np.hypot(line[:, 0], line[:, 1]) / context.motion.leg_px


def uneven_sides(rep: Rep, context: SetContext) -> Verdict:
    """Tilt of the line between the hands while lifting, against its tilt at the tops of the set.

    One top alone is no level: where a side is late, the last of its tilt is still in it.
    """
    motion = context.motion
    if motion.place_lost:
        return Unknown(N_("the camera moves: whether one side is higher does not show"))
    if motion.view.name not in ("front", "rear"):
        return Unknown(N_("one side higher or earlier than the other shows only from the front or from behind"))
    tilt, apart = hand_tilt_deg(context)
    tilt = np.where(apart > HANDS_TOGETHER_LEG, tilt, np.nan)
    rows = slice(rep.cycle.lifting.first, rep.cycle.lifting.last)
    tops = tilt[lowest_rows(motion.series["hip_hinge_deg"].value, TALL_SHARE, least=3)]
    if np.isfinite(tilt[rows]).mean() < 0.5 or not np.isfinite(tops).any():
        return Unknown(N_("both hands are not seen apart through the lift"))
    change = np.abs(tilt[rows] - float(np.nanmedian(tops)))
    worst = float(np.nanpercentile(change, DRIFT_PERCENTILE))
    row = rows.start + int(np.nanargmin(np.abs(change - worst)))
    return grade(worst, TILT_SIGMA_DEG, context.levels("uneven-sides"), float(motion.time_s[row]))


LOAD_DRIFTING = Rule(
    id="load-drifting",
    flags="the load away from the legs",
    measure="load_offset_leg",
    unit="leg",
    limits=("load_drifting",),
    views="side view with hands and feet in the picture",
    message="The load hangs {value} ahead of your mid-foot, which the back and hips have to hold.",
    cue="Keep the weight brushing your legs, over the middle of the foot.",
    short_cue="Weight close to the legs",
    praise="the load stays close",
    judge=per_rep(load_drifting),
    clean_needs=("lift-off", "top"),
    judged_from=("side",),
    evidence=(
        "By statics a bar of 80 kg held 5 cm further ahead adds about 95 N·m at hips and low back: more than a "
        "change of trunk lean does. Skilled lifters keep hips and bar closer together (Escamilla 2001)."
    ),
    doubt=(
        "The camera sees hands and shoes, not the bar and the middle of the foot, so the levels are wider than a "
        "coach's. They are judgement."
    ),
)

UNEVEN_SIDES = Rule(
    id="uneven-sides",
    flags="one side higher, further or earlier than the other",
    measure="hand_tilt_deg",
    unit="deg",
    limits=("uneven_sides",),
    views="front or rear view, both hands in the picture",
    message="One side runs ahead: the line between your hands tilts by {value} during the lift.",
    cue="Press both feet into the floor evenly and let both hands rise together.",
    short_cue="Both sides together",
    praise="both sides work evenly",
    judge=per_rep(uneven_sides),
    clean_needs=("lift-off", "top"),
    judged_from=("front", "rear"),
    evidence=(
        "Heavy deadlifts are less even than light ones. A difference means something only where it is larger than"
        " the lifter's own scatter from rep to rep (Bishop 2016)."
    ),
    doubt=(
        "The customary 10 to 15 % rest on little: of 18 papers 15 used them, often without evidence (review of "
        "2022). Our 5, 8 and 12° are judgement. Nobody is quite even."
    ),
)
