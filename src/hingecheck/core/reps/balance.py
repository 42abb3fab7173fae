"""Sway, touch-downs of the free foot and hops in one-legged lifts, from the body's centre over the stance foot.

The body's centre is put together from the segments' (de Leva 1996) in the picture. Where it lies over the foot at
each depth of the hinge is the lifter's own way of folding, the same in every rep; what is left over is sway. So the
landmarks' offsets, which go with posture, cancel.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import Floats, Mask
from ..filters import running_median, widened
from ..landmarks import FOOT, LEFT, RIGHT, Side, both, point
from ..measures.feet import FREE_FOOT, MIN_KNOWN, UNSEEN
from ..phrases import N_
from ..signals import bridge, low_pass, runs
from ..tracking.joints import mean_of_known
from ..tracking.uncertainty import few_pixels_sigma_deg
from ..tracking.view import SIDE_VIEW_LIMIT_DEG
from ..types import Motion, Rep, Series, Unavailable
from .segmentation import Segmentation

#: Segments: mass of both sides as a share of the body's, from which joint to which, how far along its centre lies.
#: De Leva 1996, men and women together; the hand goes with the forearm.
SEGMENTS = (
    (0.068, "SHOULDER", "EAR", 1.0),
    (0.430, "HIP", "SHOULDER", 0.595),
    (0.053, "SHOULDER", "ELBOW", 0.577),
    (0.042, "ELBOW", "WRIST", 0.7),
    (0.289, "HIP", "KNEE", 0.385),
    (0.091, "KNEE", "ANKLE", 0.443),
    (0.027, "HEEL", "FOOT_INDEX", 0.4),
)
#: Sway is slower than this; what is faster is the landmarks' noise.
SWAY_HZ = 2.0
#: One camera sees sway in one direction only; the greater of both is this much more on average, with this error …
HIDDEN_WAY, HIDDEN_SIGMA = 1.2, 0.25
#: … and the direction that is seen has this error, leg lengths (as found on rendered clips).
SWAY_SIGMA_LEG = 0.008

#: A foot goes this many times as far as it is off its middle place in the median: of the lab's feet in 104 lifts 0.01
#: to 0.1 leg lengths, 0.4 in three where legs are mixed up; of three shaken films 0.17 to 0.5.
WANDERS_TIMES = 3.7

#: Why sway is not measured where the camera moves.
CAMERA_MOVES = Unavailable(N_("the camera moves: put it on something that stands still, and balance shows"))


def with_sway(motion: Motion, segmentation: Segmentation) -> Motion:
    """The motion with ``sway_leg``: in each rep the 95 % range of the body's centre over the stance foot.

    In leg lengths, the greater of forward and sideways, the same in all rows of a rep (row B2 of
    docs/rule-table.md has the limits). What is seen is sway across the picture, from the side forward and back,
    from the front to the sides; what that leaves open is in the error.
    """
    if FREE_FOOT not in motion.by_side:
        return motion
    if motion.place_lost:
        return motion.with_measures({"sway_leg": CAMERA_MOVES})
    away = centre_over_foot(motion, segmentation)
    value, foot = np.full((2, len(motion)), np.nan)
    for cycle in segmentation.cycles:
        part = away[cycle.first : cycle.last]
        known = np.isfinite(part)
        if len(part) and known.mean() >= MIN_KNOWN:
            low, high = np.percentile(part[known], [2.5, 97.5])
            value[cycle.first : cycle.last] = HIDDEN_WAY * (high - low)
            stands = LEFT if motion.stands_left[cycle.bottom] else RIGHT
            rows = slice(cycle.first, cycle.last)
            foot[rows] = _foot_place_sigma_leg(motion, rows, stands) if motion.place_unknown else 0.0
    value[np.isnan(foot)] = np.nan
    if not np.isfinite(value).any():
        return motion.with_measures({"sway_leg": UNSEEN})
    read = np.hypot(SWAY_SIGMA_LEG, np.radians(few_pixels_sigma_deg(motion.leg_px)))  # a leg turned by so much
    sigma = np.hypot(np.hypot(read, HIDDEN_SIGMA * value), foot)
    return motion.with_measures({"sway_leg": Series(value, sigma, "leg")})


def centre_over_foot(motion: Motion, segmentation: Segmentation) -> Floats:
    """The centre's place across the picture, less what goes with the fold [shape=(n,)], leg lengths.

    NaN outside the lifts. What goes with the fold is a parabola in hinge and trunk inclination, through the rows of
    all reps on the same leg. The foot is where it stands in that rep: set down elsewhere for the next is no sway.
    """
    out = np.full(len(motion), np.nan)
    foot = np.full(len(motion), np.nan)
    usual = {left: _place(motion, motion.stands_left == left, LEFT if left else RIGHT) for left in (True, False)}
    for cycle in segmentation.cycles:
        rows = slice(cycle.first, cycle.last)
        foot[rows] = _nearer(motion, rows, usual[bool(motion.stands_left[cycle.bottom])])
    centre = _centre_px(motion) / motion.leg_px
    hinge, trunk = (motion.series[name].value / 60.0 for name in ("hip_hinge_deg", "trunk_inclination_deg"))
    posture = np.stack([np.ones(len(motion)), hinge, hinge**2, trunk, trunk**2], axis=1)
    away = centre - foot
    known = np.isfinite(posture).all(axis=1) & np.isfinite(away)
    for left in (True, False):
        legs = known & (motion.stands_left == left)
        if legs.sum() < 3 * posture.shape[1]:
            continue
        fold, *_ = np.linalg.lstsq(posture[legs], away[legs], rcond=None)
        out[legs] = away[legs] - posture[legs] @ fold
    return low_pass(out[:, None], motion.rate_hz, SWAY_HZ)[:, 0]


def _centre_px(motion: Motion) -> Floats:
    """The body's centre across the picture; a hidden joint is taken from the other side [shape=(n,)]."""

    def across(joint: str) -> Floats:
        return mean_of_known(motion.image_px[:, both(joint), 0])

    places = [across(start) + share * (across(end) - across(start)) for _, start, end, share in SEGMENTS]
    masses = [mass for mass, *_ in SEGMENTS]
    return np.asarray(np.average(places, axis=0, weights=masses))


def _foot_place_sigma_leg(motion: Motion, rows: slice | Mask, side: Side) -> float:
    """How far in the picture a foot goes in some rows, leg lengths: the error of its place; NaN where it is not seen.

    Where it is not known whether the camera moves: what goes with a shaking picture is no sway. A few rows read at
    the other foot do not count.
    """
    foot_px = motion.image_px[rows][:, [point(side, joint) for joint in FOOT]]
    places = np.stack([mean_of_known(foot_px[..., axis]) for axis in (0, 1)], axis=1)
    known = places[np.isfinite(places).all(axis=1)]
    if not len(known):
        return float("nan")
    return WANDERS_TIMES * float(np.median(np.abs(known - np.median(known, axis=0)), axis=0).max()) / motion.leg_px


def _nearer(motion: Motion, rows: slice, usual: float) -> float:
    """Where the foot that stands is in these rows: the one nearer to its usual place, as legs are mixed up."""
    places = np.array([_place(motion, rows, side) for side in (LEFT, RIGHT)])
    away = np.abs(places - usual)
    return float(places[np.nanargmin(away)]) if np.isfinite(away).any() else float("nan")


def _place(motion: Motion, rows: slice | Mask, side: Side) -> float:
    """Where a foot stands across the picture in these rows, leg lengths; NaN where it is never seen."""
    across = motion.image_px[rows][:, [point(side, joint) for joint in FOOT], 0]
    known = across[np.isfinite(across)]
    return float(np.median(known)) / motion.leg_px if len(known) else float("nan")


#: The free foot's height goes with the fold: steps of hinge in which it is looked at, and the share of frames that
#: lie below what it reaches there when nothing goes wrong.
STEP_DEG, RAISED = 10.0, 65.0
#: A foot that hangs this far below that …
FALLEN_LEG = 0.18
#: … and lower than this over the stance ankle (a toe on the floor keeps its ankle up), for this long, touches down.
DOWN_LEG, DOWN_S = 0.22, 0.15
#: From the side it is seen on its way down, for so long before: both ankles at a visibility of 0.96 and more in 8
#: touch-downs of the lab and 6 of two films made of one. Where somebody passed before it, it was drawn on the other
#: foot, at 0.67 to 0.85. From further in front the stance leg hides it.
WAY_DOWN_S, SEEN = 0.2, 0.9


def touch_downs(motion: Motion, reps: Sequence[Rep]) -> list[int]:
    """Rows at which the free foot came down in mid-rep of a single-leg lift.

    What it usually reaches is told from the reps: bent over the load on both feet before them, it reaches nothing.
    """
    foot = motion.by_side.get(FREE_FOOT)
    if foot is None:
        return []
    hinge, height = motion.series["hip_hinge_deg"].value, foot.value
    known = np.isfinite(hinge) & np.isfinite(height)
    step = np.floor(np.where(known, hinge, 0.0) / STEP_DEG)
    raised = np.full(len(motion), np.nan)
    spans = [slice(rep.cycle.first, rep.cycle.last) for rep in reps]
    for place in np.unique(step[known]):
        rows = known & (step == place)
        each = [height[span][rows[span]] for span in spans if rows[span].any()]
        if each:
            raised[rows] = np.median([np.percentile(heights, RAISED) for heights in each])
    fallen = np.nan_to_num(raised - height) > FALLEN_LEG + np.nan_to_num(foot.sigma)
    down = fallen & (np.nan_to_num(height, nan=1.0) < DOWN_LEG)
    for first, last in runs(down):
        down[first:last] = _seen_coming_down(motion, first)
    return _middles(down, DOWN_S * motion.rate_hz)


def _seen_coming_down(motion: Motion, row: int) -> bool:
    """Whether both ankles are seen just before a foot is down, where they can be."""
    way = motion.visibility[max(row - round(WAY_DOWN_S * motion.rate_hz), 0) : row]
    hidden = len(way) and way[:, both("ANKLE")].min() < SEEN
    return motion.view.off_side_deg > SIDE_VIEW_LIMIT_DEG or not hidden


#: A hop lifts the stance foot and the hips together this far off their way, for this long …
HOP_LEG, HOP_S = 0.02, 0.06
#: … which is the median over this long: slow moves and straight ones leave nothing.
WAY_S = 0.9
#: … and is believed where the leg is read well until this long before and after, seconds: the angles of hip, knee and
#: shank known, none with an error of more than so many of its usual ones. Where a door frame hid head and free foot,
#: the model read foot and hips up to 0.12 leg lengths too high once a rep: with errors of 2 to 5 times the usual, or
#: no knee at all.
READ_S, READ_SIGMAS = 0.15, 2.0
LEG_ANGLES = ("hip_hinge_deg", "knee_flexion_deg", "shank_inclination_deg")


def hops(motion: Motion) -> list[int]:
    """Rows at which stance foot and hips were off their way upwards: a hop."""
    size = int(WAY_S * motion.rate_hz) | 1

    def rise(height: Floats) -> Floats:
        whole = bridge(height)
        if not np.isfinite(whole).all():
            return np.zeros(len(whole))
        way = running_median(whole, size)
        return np.asarray((whole - way).min(axis=1))

    height = -motion.image_px[:, :, 1] / motion.leg_px
    least = np.full(len(motion), np.inf)
    for left in (True, False):
        side = LEFT if left else RIGHT
        foot = height[:, [point(side, joint) for joint in FOOT]]
        hips = mean_of_known(height[:, both("HIP")])[:, None]
        rows = motion.stands_left == left
        if motion.place_unknown and not _foot_place_sigma_leg(motion, rows, side) < HOP_LEG:
            continue  # the picture itself may hop
        least[rows] = np.minimum(rise(foot), rise(hips))[rows]
    doubtful = _doubtful(motion)
    return [row for row in _middles(least > HOP_LEG, HOP_S * motion.rate_hz) if not doubtful[row]]


def _doubtful(motion: Motion) -> Mask:
    """Rows near which the leg is read badly."""
    out = np.zeros(len(motion), dtype=bool)
    for angle in (motion.series[name] for name in LEG_ANGLES):
        known = np.isfinite(angle.value)
        usual = float(np.median(angle.sigma[known])) if known.any() else 0.0
        out |= ~known | ~(angle.sigma <= READ_SIGMAS * usual)
    reach = int(READ_S * motion.rate_hz)
    return widened(out, reach)


def _middles(mask: Mask, least: float) -> list[int]:
    """Middle rows of the runs of at least so many rows."""
    return [(first + last) // 2 for first, last in runs(mask) if last - first >= max(least, 1.0)]
