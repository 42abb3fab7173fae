"""Segment and joint angles in the sagittal plane, and the load's place over the foot.

Three inclinations from the vertical carry everything: trunk T (hip → shoulder), thigh F (hip → knee, from
straight down) and shank S (ankle → knee), all positive forward. Then hip hinge H = T + F and knee flexion
K = F + S, so that H = T + K - S holds exactly and the sign survives past straight: a lean back at the top
reads as a negative hinge.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..arrays import Floats, Mask
from ..geometry import inclination_deg, wrap_deg
from ..landmarks import SIDES, SOLE, Side, both, other, point
from ..signals import running_median_of_known
from ..types import Series, View
from .uncertainty import angle_sigma_deg, base_error
from .view import SIDE_VIEW_LIMIT_DEG

#: A lifter whose median trunk inclination lies below this, shoulders behind the hips, counts as face up.
FACE_UP_BELOW_DEG = -25.0

#: Shoulders this far over the hips for nine tenths of the time are upright, leg lengths: in 16 clips of thrusts and
#: bridges it is 0.25 at most, in a squat from the front 0.44 …
UPRIGHT_LEG = 0.35
#: … and shoulders this far over the feet for half of it are standing: 0.79 at most, in that squat 1.26.
STANDING_LEG = 1.0
#: … and so is who is upright with shoulders so far over the feet for this share of the time: of 70 clips of thrusts
#: and bridges none is at all, of a deadlift whose face is covered, half of which was read in pieces, 0.41.
TALL_LEG, TALL_SHARE = 1.2, 0.2

#: Where the networks do not tell: one leg works alone where its hinge moves by so much, degrees, and the other's by
#: less than this share of it. Of 20 rendered thrusts the other's moves 0.85 of it and more; of 9 real ones, a leg
#: behind the other, 0.51 to 0.99.
ONE_LEG_MOVES_DEG, OTHER_MOVES = 35.0, 0.6

#: The joints each measure is read from.
JOINTS: dict[str, tuple[str, ...]] = {
    "hip_hinge_deg": ("SHOULDER", "HIP", "KNEE"),
    "knee_flexion_deg": ("HIP", "KNEE", "ANKLE"),
    "trunk_inclination_deg": ("SHOULDER", "HIP"),
    "shank_inclination_deg": ("KNEE", "ANKLE"),
    "neck_extension_deg": ("EAR", "SHOULDER", "HIP"),
    "load_offset_leg": ("WRIST", "HEEL", "FOOT_INDEX"),
}


def angles_of_side(plane: Floats, side: Side) -> dict[str, Floats]:
    """Angles of one side of the body.

    Parameters
    ----------
    plane : array [shape=(n, 33, 2)]
        Landmarks in the sagittal plane as (forward, up); see `view.project_sagittal`.
    side : "left" or "right"

    Returns
    -------
    dict of str to array [shape=(n,)]
        The contract's angles in degrees. Trunk inclination is signed: lying face up is about -90.
    """
    return angles_between(*(plane[:, point(side, joint)] for joint in ("SHOULDER", "HIP", "KNEE", "ANKLE", "EAR")))


def angles_between(shoulder: Floats, hip: Floats, knee: Floats, ankle: Floats, ear: Floats) -> dict[str, Floats]:
    """The same from five points of one side, each as (forward, up) [shape=(n, 2)]: what the measures mean."""
    trunk = inclination_deg(hip, shoulder)
    thigh = wrap_deg(-inclination_deg(knee, hip), -120.0)
    shank = inclination_deg(ankle, knee)
    head = inclination_deg(shoulder, ear)
    return {
        "hip_hinge_deg": wrap_deg(trunk + thigh, -120.0),
        "knee_flexion_deg": wrap_deg(thigh + shank, -100.0),
        "trunk_inclination_deg": trunk,
        "shank_inclination_deg": shank,
        "neck_extension_deg": wrap_deg(trunk - head),
    }


#: Feet further apart than this, front to back, do not share the load: the measured leg's foot counts alone.
FEET_APART_LEG = 0.15


def load_offset(plane: Floats, leg: float, side: Side) -> Floats:
    """Hands ahead of the mid-foot, in leg lengths [shape=(n,)]; NaN where no leg was seen whole (`leg` is 0).

    A hand is the mean of wrist and index knuckle, a foot that of heel and toe, whichever are known. The load's
    place is the middle between the hands, the mid-foot the middle of both feet where they stand beside each other,
    else the foot of `side`. Feet stand still while a set lasts: each is at its median over `STILL_ROWS` around.
    """
    hands = {each: mean_of_known(plane[:, [point(each, joint) for joint in ("WRIST", "INDEX")], 0]) for each in SIDES}
    feet = {each: mean_of_known(plane[:, [point(each, joint) for joint in SOLE], 0]) for each in SIDES}
    apart = np.abs(feet["left"] - feet["right"])
    beside = not np.isfinite(apart).any() or float(np.nanmedian(apart)) <= FEET_APART_LEG * leg
    foot = middle_of(feet["left"], feet["right"]) if beside else feet[side]
    return np.asarray((middle_of(hands["left"], hands["right"]) - usual_place(foot)) / (leg if leg > 0.0 else np.nan))


#: Rows over which feet stand still, two seconds at the usual rate.
STILL_ROWS = 61


def usual_place(place: Floats) -> Floats:
    """Running median of what is known; NaN stays NaN [shape=(n,)]."""
    reach = min(STILL_ROWS // 2, max(len(place) - 1, 0))
    return np.where(np.isfinite(place), running_median_of_known(place, reach), np.nan)


def middle_of(one: Floats, two: Floats) -> Floats:
    """Middle of a pair; where one is hidden, the other one shifted by half of what usually lies between [shape=(n,)].

    The mean of whichever is known would jump by that half whenever a hand goes behind a plate.
    """
    gap = two - one
    half = 0.5 * float(np.nanmedian(gap)) if np.isfinite(gap).any() else 0.0
    return np.where(np.isfinite(gap), one + 0.5 * gap, np.where(np.isfinite(one), one + half, two - half))


def of_standing_leg(points: Floats, stands_left: Mask, *joints: str) -> Floats:
    """Joints of the leg that stands in each row [shape=(n, joints, ...)], of all landmarks [shape=(n, 33, ...)]."""
    left, right = (points[:, [point(side, joint) for joint in joints]] for side in SIDES)
    return np.where(stands_left.reshape(-1, *[1] * (left.ndim - 1)), left, right)


def mean_of_known(values: Floats) -> Floats:
    """Row means over the known columns; NaN where none is."""
    known = np.isfinite(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def lies_face_up(plane: Floats) -> bool:
    """Whether the lifter lies or reclines on the back: the shoulders mostly behind the hips."""
    trunk_deg = np.concatenate([angles_of_side(plane, side)["trunk_inclination_deg"] for side in SIDES])
    known = trunk_deg[np.isfinite(trunk_deg)]
    return bool(len(known)) and float(np.median(known)) < FACE_UP_BELOW_DEG


def stands_in_picture(image_px: Floats, leg_px: float) -> bool:
    """Whether shoulders are over hips, and hips over feet, nearly all the time, or plainly for a while: nobody lies.

    Depth does not enter: seen from the front the trunk's lean rests on depth alone, and a squat there reads as lying.

    Parameters
    ----------
    image_px : array [shape=(n, 33, 2)]
    leg_px : float
    """
    shoulders, hips, feet = (
        mean_of_known(-image_px[:, both(joint), 1] / leg_px) for joint in ("SHOULDER", "HIP", "ANKLE")
    )
    over_hips, over_feet = shoulders - hips, shoulders - feet
    if min(np.isfinite(over_hips).sum(), np.isfinite(over_feet).sum()) < 3:
        return False
    never_down = float(np.nanpercentile(over_hips, 10)) >= UPRIGHT_LEG
    known = np.isfinite(over_hips) & np.isfinite(over_feet)
    tall = (over_hips >= UPRIGHT_LEG) & (over_feet >= TALL_LEG)
    stands = never_down and float(np.nanmedian(over_feet)) >= STANDING_LEG
    return stands or int(tall.sum()) >= TALL_SHARE * max(int(known.sum()), 3)


def measure_sides(
    plane: Floats,
    view: View,
    visibility: Floats,
    jitter_px: Floats,
    *,
    leg: float,
    leg_px: float,
    face_up: bool,
) -> dict[str, Series]:
    """Every joint measure with its error, for each side.

    Parameters
    ----------
    plane : array [shape=(n, 33, 2)]
    view : View
    visibility : array [shape=(n, 33)]
    jitter_px : array [shape=(n, 33)]
        Frame-to-frame noise of each landmark in the picture.
    leg : float
        Thigh + shank in the unit of `plane`.
    leg_px : float
        The same in pixels.
    face_up : bool
        The lifter lies on the back: trunk inclination counts the other way.

    Returns
    -------
    dict of str to Series
        ``"hip_hinge_deg.left"`` and so on.
    """
    out: dict[str, Series] = {}
    for side in SIDES:
        angles = angles_of_side(plane, side)
        if face_up:
            angles["trunk_inclination_deg"] = -angles["trunk_inclination_deg"]
        angles["load_offset_leg"] = load_offset(plane, leg, side)
        for name, value in angles.items():
            joints = [point(side, joint) for joint in JOINTS[name]]
            seen, noise = visibility[:, joints], np.max(jitter_px[:, joints], axis=1)
            base = base_error(name, view, face_up=face_up)
            if name == "load_offset_leg":
                sigma = np.sqrt(base**2 + (noise / leg_px) ** 2 + (0.1 * (1 - seen.min(axis=1))) ** 2)
                out[f"{name}.{side}"] = Series(value, sigma, "leg")
            else:
                sigma = angle_sigma_deg(base, seen, noise, 0.5 * leg_px)
                out[f"{name}.{side}"] = Series(value, sigma, "deg")
    return out


def choose_side(by_side: Mapping[str, Series], view: View, visibility: Floats) -> tuple[Side, bool]:
    """Pick the leg to measure from, and tell whether the legs do different work.

    Returns
    -------
    side : "left" or "right"
        The leg that hinges where only one does, else the near one in a side view, else the better seen.
    one_leg : bool
        One leg's hinge moves less than `OTHER_MOVES` of the other's: single-leg work.
    """
    reach = {side: _range(by_side[f"hip_hinge_deg.{side}"].value) for side in SIDES}
    seen = {
        side: float(np.median(visibility[:, [point(side, j) for j in ("HIP", "KNEE", "ANKLE")]].min(axis=1)))
        for side in SIDES
    }
    more: Side = "left" if reach["left"] >= reach["right"] else "right"
    less = other(more)
    if reach[more] > ONE_LEG_MOVES_DEG and 0.0 < reach[less] < OTHER_MOVES * reach[more]:
        return more, True
    if view.off_side_deg <= SIDE_VIEW_LIMIT_DEG:
        return view.near_side, False
    return ("left" if seen["left"] >= seen["right"] else "right"), False


def _range(values: Floats) -> float:
    """Span between the 5th and 95th percentile of the known values; 0 where under a third are known."""
    known = values[np.isfinite(values)]
    if len(known) < max(10, len(values) / 3):
        return 0.0
    low, high = np.percentile(known, [5, 95])
    return float(high - low)
