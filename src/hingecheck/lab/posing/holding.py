"""Position of the load and of both hands, from the lift, the trunk and the legs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.landmarks import SIDES, Side
from .body import Body
from .pose import FORWARD, HAND_M, LEFTWARD, STRAIGHT_ARM, UP
from .posture import Posture, Setup

BAR_RADIUS_M = 0.014
#: Distance from the leg's centre line to its front, at ankle, knee, mid-thigh and hip, for a leg of 0.82 m.
FRONT_M = {"ankle": 0.050, "knee": 0.070, "hip": 0.115}
SIGN: dict[Side, float] = {"left": 1.0, "right": -1.0}


@dataclass(frozen=True, slots=True)
class LoadAndHands:
    """Places of load and hands."""

    load_m: Floats  #: middle of the handle; NaN without a load [shape=(n, 3)]
    grips_m: Mapping[Side, Floats]
    knuckles: Mapping[Side, Floats]  #: index to little finger, each hand
    poles: Mapping[Side, Floats]  #: where the elbows point
    closed: Mapping[Side, float]


def hang_load(
    body: Body, posture: Posture, setup: Setup, shoulders: Mapping[Side, Floats], legs: Mapping[Side, Floats]
) -> LoadAndHands:
    """Hang the load from the shoulders, brushing the legs, and put the empty hands somewhere natural.

    Parameters
    ----------
    body : Body
    posture : Posture
    setup : Setup
    shoulders : dict of side to array [shape=(n, 3)]
    legs : dict of side to array [shape=(n, 3, 3)]
        Hip, knee and ankle of each leg.
    """
    load, count = setup.load, len(posture)
    grips: dict[Side, Floats] = {}
    if load.kind in ("barbell", "kettlebell"):
        apart = load.grip_m if load.kind == "barbell" else 0.10
        grips = _one_handle(body, posture, shoulders, legs, apart, 0.0 if load.kind == "barbell" else 0.05)
        middle = 0.5 * (grips["left"] + grips["right"])
    elif load.kind in ("dumbbell", "two-dumbbells"):
        for side in SIDES if load.kind == "two-dumbbells" else (load.side,):
            lateral = shoulders[side][:, 0] + SIGN[side] * 0.04
            grips[side] = _hang(body, side, posture, shoulders, legs, lateral, 0.05)
        middle = np.mean(list(grips.values()), axis=0)
    else:
        middle = np.full((count, 3), np.nan)
    for side in SIDES:
        grips.setdefault(side, _empty_hand(body, setup, side, shoulders[side], legs[side][:, 0]))
    held = load.kind not in ("none", "dumbbell")
    closed = {side: 1.0 if held or (load.kind == "dumbbell" and load.side == side) else 0.25 for side in SIDES}
    knuckles = {side: _knuckles(setup, side, overhand=load.kind in ("barbell", "kettlebell")) for side in SIDES}
    poles = {side: -FORWARD + SIGN[side] * 0.6 * LEFTWARD for side in SIDES}
    return LoadAndHands(middle, grips, knuckles, poles, closed)


def _knuckles(setup: Setup, side: Side, *, overhand: bool) -> Floats:
    """Overhand on a bar the little finger is outside; hanging by the side it is behind."""
    if overhand:
        return np.asarray(SIGN[side] * LEFTWARD)
    return np.asarray(-FORWARD + 0.5 * SIGN[side] * LEFTWARD)


def _one_handle(
    body: Body,
    posture: Posture,
    shoulders: Mapping[Side, Floats],
    legs: Mapping[Side, Floats],
    apart_m: float,
    room_m: float,
) -> dict[Side, Floats]:
    """Both hands on one level handle across the body."""  # fmt: skip
    centre = 0.5 * (shoulders["left"][:, 0] + shoulders["right"][:, 0])
    own = {
        side: _hang(body, side, posture, shoulders, legs, centre + SIGN[side] * 0.5 * apart_m, room_m)
        for side in SIDES
    }
    middle = 0.5 * (own["left"] + own["right"])
    tilt = np.radians(posture.load_tilt_deg)
    along = np.stack([np.cos(tilt), np.zeros_like(tilt), -np.sin(tilt)], axis=-1)
    return {side: middle + SIGN[side] * 0.5 * apart_m * along for side in SIDES}


def _hang(
    body: Body,
    side: Side,
    posture: Posture,
    shoulders: Mapping[Side, Floats],
    legs: Mapping[Side, Floats],
    lateral_m: Floats,
    room_m: float,
) -> Floats:
    """Grip of a straight arm that hangs towards the mid-foot but not through the legs [shape=(n, 3)].

    A free weight would hang below the shoulder; a lifter draws it back to her legs. Its front-to-back place is
    the legs' front, or the shoulder's where that is further ahead by more than a hand.
    """  # fmt: skip
    shoulder = shoulders[side]
    skeleton = body.skeleton
    reach = STRAIGHT_ARM * (skeleton.span("SHOULDER", "ELBOW", side) + skeleton.span("ELBOW", "WRIST", side)) + HAND_M
    height = shoulder[:, 2] - reach
    across = np.minimum(np.abs(lateral_m - shoulder[:, 0]), 0.7 * reach)
    ahead = np.zeros(len(posture))
    for _ in range(4):
        front = np.maximum(*(_front_of_leg(body, legs[leg], height) for leg in SIDES))
        ahead = front + BAR_RADIUS_M + room_m + posture.load_ahead_m
        off = np.clip(ahead + shoulder[:, 1], -0.7 * reach, 0.7 * reach)  # forward of the shoulder: forward is -y
        height = shoulder[:, 2] - np.sqrt(np.maximum(reach**2 - across**2 - off**2, 0.01))
    return np.stack([lateral_m, -ahead, height], axis=-1)


def _front_of_leg(body: Body, leg: Floats, height_m: Floats) -> Floats:
    """How far forward a leg's surface lies at a height [shape=(n,)]."""
    scale = body.leg_m / 0.82 * (0.8 + 0.4 * body.spec.weight)
    hip, knee, ankle = (leg[:, place] for place in range(3))
    radius = {name: scale * value for name, value in FRONT_M.items()}

    def between(low: Floats, high: Floats, r_low: float, r_high: float) -> Floats:
        share = np.clip((height_m - low[:, 2]) / np.maximum(high[:, 2] - low[:, 2], 0.05), 0.0, 1.0)
        return np.asarray(-(low[:, 1] + share * (high[:, 1] - low[:, 1])) + r_low + share * (r_high - r_low))

    shank = between(ankle, knee, radius["ankle"], radius["knee"])
    thigh = between(knee, hip, radius["knee"], radius["hip"])
    return np.asarray(np.where(height_m < knee[:, 2], shank, thigh))


def _empty_hand(body: Body, setup: Setup, side: Side, shoulder: Floats, hip: Floats) -> Floats:
    """A hand without a load: hanging, held wide for balance, or on the hip [shape=(n, 3)]."""
    skeleton = body.skeleton
    arm = skeleton.span("SHOULDER", "ELBOW", side) + skeleton.span("ELBOW", "WRIST", side)
    outward = SIGN[side] * LEFTWARD
    if setup.free_arms == "hip":
        return np.asarray(hip + 0.12 * outward + 0.10 * UP)
    if setup.free_arms == "wide":
        return np.asarray(shoulder + 0.75 * arm * outward - 0.55 * arm * UP)
    return np.asarray(shoulder + 0.22 * arm * outward - 1.0 * arm * UP + 0.05 * FORWARD)
