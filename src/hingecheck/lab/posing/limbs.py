"""Two-bone inverse kinematics of arms and legs, and the rotations of their bones."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats
from ...core.landmarks import Side
from .skeleton import LETTER, Skeleton, about_x, along, unit

#: A limb reaches no further than this share of its length: a locked elbow or knee flickers.
LONGEST_REACH = 0.9995
FINGERS = ("finger2", "finger3", "finger4", "finger5")


def middle_joint(root_m: Floats, end_m: Floats, upper_m: float, lower_m: float, pole: Floats) -> Floats:
    """Knee or elbow of a limb whose ends are given.

    Parameters
    ----------
    root_m, end_m : array [shape=(n, 3)]
        An end out of reach is read as the furthest point towards it.
    upper_m, lower_m : float
    pole : array [shape=(n, 3)] or [shape=(3,)]
        The direction the joint points to.

    Returns
    -------
    array [shape=(n, 3)]
    """
    line = end_m - root_m
    reach = np.clip(np.linalg.norm(line, axis=-1, keepdims=True), 1e-6, LONGEST_REACH * (upper_m + lower_m))
    ahead = unit(line)
    to_middle = (reach**2 + upper_m**2 - lower_m**2) / (2.0 * reach)
    out = np.sqrt(np.maximum(upper_m**2 - to_middle**2, 0.0))
    side = unit(pole - np.sum(pole * ahead, axis=-1, keepdims=True) * ahead)
    return np.asarray(root_m + to_middle * ahead + out * side)


def end_within_reach(root_m: Floats, end_m: Floats, length_m: float) -> Floats:
    """`end_m`, drawn in where it lies beyond the limb's length."""
    line = end_m - root_m
    far = np.linalg.norm(line, axis=-1, keepdims=True)
    return np.asarray(root_m + line * np.minimum(1.0, LONGEST_REACH * length_m / np.maximum(far, 1e-9)))


def bone_turn(rest_from: Floats, rest_to: Floats, rest_lateral: Floats, now: Floats, lateral: Floats) -> Floats:
    """Rotation that brings a rest bone and its lateral axis to where they are now.

    Parameters
    ----------
    rest_from, rest_to, rest_lateral : array [shape=(3,)]
    now : array [shape=(n, 3)]
        Direction of the bone.
    lateral : array [shape=(n, 3)] or [shape=(3,)]

    Returns
    -------
    array [shape=(n, 3, 3)]
    """
    rest = along(rest_to - rest_from, rest_lateral)
    return np.asarray(along(now, np.broadcast_to(lateral, now.shape)) @ rest.T)


def leg_turns(
    skeleton: Skeleton, side: Side, hip: Floats, knee: Floats, ankle: Floats, lateral: Floats
) -> dict[str, Floats]:
    """Rotations of thigh and shank by bone name, from three joint centres.

    Parameters
    ----------
    skeleton : Skeleton
    side : "left" or "right"
    hip, knee, ankle : array [shape=(n, 3)]
    lateral : array [shape=(n, 3)]
        The knee's axis, towards the lifter's left.
    """
    rest = {joint: skeleton.rest(joint, side) for joint in ("HIP", "KNEE", "ANKLE")}
    x = np.array([1.0, 0.0, 0.0])
    thigh = bone_turn(rest["HIP"], rest["KNEE"], x, knee - hip, lateral)
    shank = bone_turn(rest["KNEE"], rest["ANKLE"], x, ankle - knee, lateral)
    return {f"upperleg01.{LETTER[side]}": thigh, f"lowerleg01.{LETTER[side]}": shank}


def arm_turns(
    skeleton: Skeleton, side: Side, shoulder: Floats, elbow: Floats, wrist: Floats, knuckles: Floats
) -> dict[str, Floats]:
    """Rotations of upper arm, forearm and hand by bone name.

    Parameters
    ----------
    skeleton : Skeleton
    side : "left" or "right"
    shoulder, elbow, wrist : array [shape=(n, 3)]
    knuckles : array [shape=(n, 3)] or [shape=(3,)]
        Direction from the index to the little finger: along the handle.
    """
    letter = LETTER[side]
    rest = {joint: skeleton.rest(joint, side) for joint in ("SHOULDER", "ELBOW", "WRIST")}
    little = skeleton.rest_m[skeleton.index(f"finger5-1.{letter}")]
    rest_knuckles = little - skeleton.rest("INDEX", side)
    upper = bone_turn(rest["SHOULDER"], rest["ELBOW"], rest_knuckles, elbow - shoulder, knuckles)
    fore = bone_turn(rest["ELBOW"], rest["WRIST"], rest_knuckles, wrist - elbow, knuckles)
    return {f"upperarm01.{letter}": upper, f"lowerarm01.{letter}": fore, f"wrist.{letter}": fore}


def fist(skeleton: Skeleton, side: Side, hand: Floats, closed: float = 1.0) -> dict[str, Floats]:
    """Rotations of the fingers of a hand that grips.

    Parameters
    ----------
    skeleton : Skeleton
    side : "left" or "right"
    hand : array [shape=(n, 3, 3)]
        Rotation of the hand.
    closed : float
        0 flat … 1 round a handle.
    """
    letter, turns = LETTER[side], {}
    little = skeleton.rest_m[skeleton.index(f"finger5-1.{letter}")]
    axis = unit(little - skeleton.rest("INDEX", side))
    frame = np.stack([axis, *_across(axis)], axis=-1)
    sign = 1.0 if side == "left" else -1.0
    for finger in FINGERS:
        turn = hand
        for place, bend_deg in enumerate((55.0, 75.0, 45.0), start=1):
            turn = turn @ (frame @ about_x(sign * closed * bend_deg) @ frame.T)
            turns[f"{finger}-{place}.{letter}"] = turn
    return turns


def _across(axis: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors that make a right-handed frame with `axis`."""
    second = unit(np.cross(np.array([0.0, 0.0, 1.0]), axis))
    return second, np.cross(axis, second)
