"""Load: away from the legs, or one side ahead of the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import both
from ..load.scale import usual_leg_m
from ..phrases import N_
from ..signals import lowest_rows
from ..types import Motion, Rep, Series
from .base import TOO_CLOSE, Clean, Rule, SetContext, Unknown, Verdict, grade, per_rep
from .limits import Levels

FROM_SIDE = N_("the load's place shows only from the side")
#: Further off a true side view than this (as it is known in the end), ahead is not what the picture shows as ahead.
VIEW_LIMIT_DEG = 30.0
#: The higher tenth of the offsets of a lift must lie past the limit: one slipped frame is no drift.
DRIFT_PERCENTILE = 90.0
#: The load's own place is believed where its outline shows in this share of the lift.
MIN_LOAD_SEEN = 0.8
#: A bar belongs nearer to the feet than the kettlebells and dumbbells that the levels allow for, leg lengths: held as
#: well as can be it reads 0.04 to 0.10, they 0.13 to 0.17. So its levels are 4, 7 and 10 cm beyond that.
BAR_NEARER_LEG = 0.03
#: Plate and hands contradict each other where they are this many of their standard errors apart.
CONTRADICTS = 2.0
ONE_HANDLE = N_("a kettlebell has one handle: the hands on it have no sides to compare")
#: Two hands this close together in the picture hold one handle: their line has no tilt, in leg lengths.
HANDS_TOGETHER_LEG = 0.2
#: … of a kettlebell, which is seen, also where they are read a little further apart, as in grain.
ON_HANDLE_LEG = 0.35
#: Wrists less visible than this show no line.
MIN_VISIBLE = 0.5
#: Error of the hand line's tilt, degrees, where the hands are at least so far apart, in leg lengths (half a metre),
#: and as much more as they are nearer to each other: 69 lifts of bars and dumbbells on held-out clips are off by 2.1°
#: (rms), two hands side by side on one kettlebell's handle read 4 to 9°, another in each reading of the same film.
TILT_SIGMA_DEG, WIDE_LEG = 2.0, 0.55
#: Lower than this above the ankles, leg lengths, hands on a bar that stands on the floor are hidden by the head and
#: arms that bend over them, or misread: of five even deadlifts from the front two read up to 5° and 12° there, and as
#: soon as the hands are higher within 3°. A side that is late shows further up as well.
HANDS_LOW_LEG = 0.35
#: Share of a set's frames, those least folded, in which the hands' line is the lifter's own level.
TALL_SHARE = 0.2
#: … if it is seen in most of them: in thrusts from the front, where it was not, 0° of tilt read as 8 and 10 as 33.
MIN_TOPS_SEEN = 0.65


@dataclass(frozen=True, slots=True)
class _Ahead:
    """How far something was ahead of the mid-foot in a lift, leg lengths."""

    far: float  #: the higher tenth of it begins there
    sigma: float
    row: int  #: of the motion, where it was


def load_drifting(rep: Rep, context: SetContext) -> Verdict:
    """The load, or else the hands, ahead of the mid-foot while lifting."""
    motion = context.motion
    if motion.view.off_side_deg > VIEW_LIMIT_DEG:
        return Unknown(motion.missing.get("load_offset_leg", FROM_SIDE))
    hands, load = _hands_ahead(motion, rep), _load_ahead(context, rep)
    levels, bar = context.levels("load-drifting"), motion.load.kind == "barbell"
    of_bar = Levels(*(level - BAR_NEARER_LEG for level in (levels.mild, levels.moderate, levels.severe)))
    if bar and load is not None:
        told, levels = load if hands is None else _both(load, hands), of_bar
    elif hands is not None:  # what hangs from hands that are seen is ahead as they are
        told = hands
    elif load is not None:
        told = load
    elif "load_offset_leg" in motion.series:
        return Unknown(N_("hands or feet are hidden (plates, or feet out of the picture) for half of the lift"))
    else:
        return Unknown(motion.missing.get("load_offset_leg", FROM_SIDE))
    at_s = float(motion.time_s[told.row])
    verdict = grade(told.far, told.sigma, levels, at_s)
    if bar and isinstance(verdict, Clean) and not isinstance(grade(told.far, told.sigma, of_bar, at_s), Clean):
        return Unknown(TOO_CLOSE, filming=False)  # by hands that its plate hides, a bar is no clear fault, nor clean
    return verdict


def _hands_ahead(motion: Motion, rep: Rep) -> _Ahead | None:
    """How far the hands were ahead; None where they or the feet are not seen for half of the lift."""
    offset = motion.series.get("load_offset_leg")
    return None if offset is None else _far(offset, rep, 0.5)


def _load_ahead(context: SetContext, rep: Rep) -> _Ahead | None:
    """How far the load itself was ahead; None where its outline is not seen.

    Plates hide wrists and shoes from the networks, not the plate itself.
    """
    motion = context.motion
    ahead, track = motion.series.get("load_x_m"), motion.load.outlined
    rows = slice(rep.cycle.lifting.first, rep.cycle.lifting.last)
    if ahead is None or track is None or track.seen[rows].mean() < MIN_LOAD_SEEN:
        return None
    leg_m = usual_leg_m(context.facts.height_m)
    return _far(Series(ahead.value / leg_m, ahead.sigma / leg_m, "leg"), rep, MIN_LOAD_SEEN)


def _far(offset: Series, rep: Rep, known: float) -> _Ahead | None:
    """The higher tenth of an offset while lifting; None where less than that share of the lift is known."""
    first = rep.cycle.lifting.first
    value = offset.value[first : rep.cycle.lifting.last]
    ok = np.isfinite(value)
    if ok.mean() < known:
        return None
    far = float(np.percentile(value[ok], DRIFT_PERCENTILE))
    row = first + int(np.nanargmin(np.abs(value - far)))
    return _Ahead(far, float(offset.sigma[row]), row)


def _both(load: _Ahead, hands: _Ahead) -> _Ahead:
    """What plate and hands tell together; where they contradict each other, either may be right."""
    apart = load.far - hands.far
    if abs(apart) > CONTRADICTS * float(np.hypot(load.sigma, hands.sigma)):
        return _Ahead(load.far - 0.5 * apart, 0.5 * abs(apart), load.row)
    share = hands.sigma**2 / (load.sigma**2 + hands.sigma**2)
    sigma = float(load.sigma * hands.sigma / np.hypot(load.sigma, hands.sigma))
    return _Ahead(hands.far + share * apart, sigma, load.row)


def hand_tilt_deg(context: SetContext) -> tuple[Floats, Floats]:
    """Tilt of the line between the hands in the picture, and its length in leg lengths [shape=(n,)] each.

    NaN where a hand is hidden, as behind the knee in a hip thrust.
    """
    wrists = both("WRIST")
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
    near = np.isfinite(apart) & (apart < ON_HANDLE_LEG)
    if motion.load.kind == "kettlebell" and near.sum() > 0.5 * np.isfinite(apart).sum():
        return Unknown(ONE_HANDLE, filming=False)
    tilt = np.where(apart > HANDS_TOGETHER_LEG, tilt, np.nan)
    rows = np.arange(rep.cycle.lifting.first, rep.cycle.lifting.last)
    rows = rows[~_low_hands(motion)[rows]]
    tops = tilt[_tall_rows(context)]
    # where knees hide, a thrust's hinge is known nowhere, and no row is the tallest
    unseen = not len(rows) or np.isfinite(tilt[rows]).mean() < 0.5
    if unseen or not len(tops) or np.isfinite(tops).mean() < MIN_TOPS_SEEN:
        return Unknown(N_("both hands are not seen apart through the lift"))
    change = np.abs(tilt[rows] - float(np.nanmedian(tops)))
    worst = float(np.nanpercentile(change, DRIFT_PERCENTILE))
    row = int(rows[np.nanargmin(np.abs(change - worst))])
    sigma = TILT_SIGMA_DEG * max(WIDE_LEG / float(apart[row]), 1.0)
    return grade(worst, sigma, context.levels("uneven-sides"), float(motion.time_s[row]))


def _low_hands(motion: Motion) -> NDArray[np.bool_]:
    """Rows in which the hands are near the floor [shape=(n,)]."""
    wrists, ankles = (motion.image_px[:, both(joint), 1].mean(axis=1) for joint in ("WRIST", "ANKLE"))
    return np.asarray((ankles - wrists) / motion.leg_px < HANDS_LOW_LEG)


def _tall_rows(context: SetContext) -> NDArray[np.int64]:
    """Rows of the set's repetitions in which the lifter is least folded: outside a hand may do anything."""
    hinge = context.motion.series["hip_hinge_deg"].value
    within = np.full(len(hinge), np.nan)
    for rep in context.reps:
        rows = slice(rep.cycle.first, rep.cycle.last)
        within[rows] = hinge[rows]
    return lowest_rows(within, TALL_SHARE, least=3)


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
        "The camera sees hands and shoes, or a bar's near plate, not the middle of the bar and of the foot, so the "
        "levels are wider than a coach's. They are judgement."
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
