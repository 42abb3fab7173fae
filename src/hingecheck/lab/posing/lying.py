"""Pose of a hip thrust or glute bridge from the hinge angle: upper back on the bench or floor, feet flat.

With the feet and the back's contact fixed, the hips have one way to go: the trunk's inclination decides where
the hips are, and the legs follow. The hinge asked for picks the inclination.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from ...core.arrays import Floats
from ...core.geometry import inclination_deg
from ...core.landmarks import SIDES, Side
from .body import Body
from .holding import SIGN
from .limbs import leg_turns
from .pose import FORWARD, LEFTWARD, UP, Posed, assemble, finish, foot_turn, reach_arms, trunk_turns
from .posture import Posture, Setup
from .skeleton import LETTER, place
from .standing import forward_up, sagittal_knee

#: Rounds in which the pelvis's tilt settles.
ROUNDS = 6
#: The bar lies this far in front of the hips, as a share of leg length: half a pelvis, and a pad.
BAR_AHEAD_LEG = 0.165


@dataclass(frozen=True, slots=True)
class Support:
    """What carries the upper back."""

    height_m: float = 0.40  #: of the bench's top; 0 is the floor
    along: float = 0.80  #: where the edge meets the trunk, from hip (0) to shoulder (1)
    deep_m: float = 0.115  #: from the line hip–shoulder to the skin of the back

    def contact_m(self) -> Floats:
        """Where the bench's edge carries the back: above the origin, (forward, up)."""
        return np.array([0.0, self.height_m])


@dataclass(frozen=True, slots=True)
class _Plane:
    """The sagittal linkage: lengths and fixed points."""

    chord_m: float
    thigh_m: float
    shank_m: float
    ankle: Floats  #: (forward, up)
    support: Support

    def hip(self, trunk_deg: Floats) -> Floats:
        """Where the hips are at a trunk inclination (-90 is level, face up) [shape=(n, 2)]."""
        t = np.radians(trunk_deg)
        up_along = np.stack([np.sin(t), np.cos(t)], axis=-1)
        back = np.stack([-np.cos(t), np.sin(t)], axis=-1)
        contact = self.support.contact_m()
        return np.asarray(contact - self.support.along * self.chord_m * up_along - self.support.deep_m * back)

    def hinge_deg(self, trunk_deg: Floats) -> Floats:
        """Hip hinge at a trunk inclination; NaN where the leg does not reach [shape=(n,)]."""
        line = self.ankle - self.hip(trunk_deg)
        far = np.linalg.norm(line, axis=-1)
        cosine = (self.thigh_m**2 + far**2 - self.shank_m**2) / (2 * self.thigh_m * far)
        inside = np.where((cosine <= 1.0) & (cosine >= -1.0), cosine, np.nan)
        down_deg = np.degrees(np.arctan2(line[..., 0], -line[..., 1]))
        return np.asarray(trunk_deg + down_deg + np.degrees(np.arccos(inside)))


def pose_lying(body: Body, posture: Posture, setup: Setup, support: Support, shin_deg: float = 0.0) -> Posed:
    """Pose a hip thrust over time.

    Parameters
    ----------
    body : Body
    posture : Posture
        `hip_hinge_deg` decides; `knee_flexion_deg` follows from feet and bench and is not read.
    setup : Setup
    support : Support
    shin_deg : float
        Inclination of the shank at the smallest hinge of the clip: where the feet are put.

    Returns
    -------
    Posed
        The upper back's contact is above the origin; the feet are at negative y.
    """
    tilt = np.full(len(posture), -90.0)
    plane = _linkage(body, support, _chord(body, posture, setup, tilt), posture, shin_deg)
    trunk_deg = _trunk_for(plane, posture.hip_hinge_deg)
    for _ in range(ROUNDS):
        turns, root, heads = _drawn(body, posture, setup, tilt, plane.hip(trunk_deg))
        tilt = tilt + trunk_deg - _inclination(body, heads)
    turns, root, heads = _drawn(body, posture, setup, tilt, plane.hip(trunk_deg))
    legs = {side: _leg(body, posture, setup, side, heads, plane) for side in SIDES}
    for side in SIDES:
        hip, knee, ankle, turn = legs[side]
        turns.update(leg_turns(body.skeleton, side, hip, knee, ankle, turn[:, :, 0] + 0.2 * turns["root"][:, :, 0]))
        turns[f"foot.{LETTER[side]}"] = turn
    load, grips = _hands(body, posture, setup, turns["root"], heads)
    shoulders = {side: heads[:, body.skeleton.bone("SHOULDER", side)] for side in SIDES}
    knuckles = {side: SIGN[side] * LEFTWARD for side in SIDES}
    poles = {side: SIGN[side] * LEFTWARD - 0.5 * UP for side in SIDES}
    closed = dict.fromkeys(SIDES, 0.3 if setup.load.kind == "none" else 1.0)
    arms, hands = reach_arms(body, shoulders, grips, knuckles, poles, closed)
    return finish(body, {**turns, **arms}, root, load, hands)


def _chord(body: Body, posture: Posture, setup: Setup, tilt_deg: Floats) -> float:
    """Mean length of the line hip–shoulder in the sagittal plane."""
    _, _, heads = _drawn(body, posture, setup, tilt_deg, np.zeros((len(posture), 2)))
    hip, shoulder = (forward_up(_middle(body, heads, joint)) for joint in ("HIP", "SHOULDER"))
    return float(np.mean(np.linalg.norm(shoulder - hip, axis=-1)))


def _linkage(body: Body, support: Support, chord_m: float, posture: Posture, shin_deg: float) -> _Plane:
    """Put the feet so that the shank has `shin_deg` at the top."""
    thigh, shank = _flat_lengths(body, posture)
    ankle_up = float(body.skeleton.rest("ANKLE", "left")[2])
    s, top = np.radians(shin_deg), float(posture.hip_hinge_deg.min())
    knee_up = ankle_up + shank * float(np.cos(s))
    blank = _Plane(chord_m, thigh, shank, np.zeros(2), support)

    def gap(trunk_deg: float) -> float:
        hip_up = float(blank.hip(np.array([trunk_deg]))[0, 1])
        return hip_up - thigh * float(np.cos(np.radians(top - trunk_deg))) - knee_up

    trunk = float(brentq(gap, -150.0, -40.0))
    hip = blank.hip(np.array([trunk]))[0]
    knee_ahead = float(hip[0]) + thigh * float(np.sin(np.radians(top - trunk)))
    return _Plane(chord_m, thigh, shank, np.array([knee_ahead - shank * np.sin(s), ankle_up]), support)


def _flat_lengths(body: Body, posture: Posture) -> tuple[float, float]:
    """Thigh and shank as they show from the side: knees in line with hips and feet."""
    return body.skeleton.span("HIP", "KNEE", "left"), body.skeleton.span("KNEE", "ANKLE", "left")


def _trunk_for(plane: _Plane, hinge_deg: Floats) -> Floats:
    """Trunk inclination at which the linkage has each hinge."""
    grid = np.linspace(-150.0, -25.0, 1251)
    hinge = plane.hinge_deg(grid)
    usable = np.isfinite(hinge)
    order = np.argsort(hinge[usable])
    return np.interp(hinge_deg, hinge[usable][order], grid[usable][order])


def _drawn(
    body: Body, posture: Posture, setup: Setup, tilt_deg: Floats, hip: Floats
) -> tuple[dict[str, Floats], Floats, Floats]:
    """Trunk with the middle of the hips at (forward, up) `hip`: turns, root and joint centres."""
    skeleton, count = body.skeleton, len(posture)
    turns = trunk_turns(posture, setup, tilt_deg)
    middle = turns["root"] @ (
        0.5 * (skeleton.rest("HIP", "left") + skeleton.rest("HIP", "right")) - skeleton.rest_m[0]
    )
    root = np.stack([posture.sideways_m, -hip[:, 0], hip[:, 1]], axis=-1) - middle
    return turns, root, place(skeleton, assemble(skeleton, turns, count), root)


def _middle(body: Body, heads_m: Floats, joint: str) -> Floats:
    return np.asarray(0.5 * sum(heads_m[:, body.skeleton.bone(joint, side)] for side in SIDES))


def _inclination(body: Body, heads_m: Floats) -> Floats:
    return inclination_deg(forward_up(_middle(body, heads_m, "HIP")), forward_up(_middle(body, heads_m, "SHOULDER")))


def _leg(
    body: Body, posture: Posture, setup: Setup, side: Side, heads_m: Floats, plane: _Plane
) -> tuple[Floats, Floats, Floats, Floats]:
    """Hip, knee, ankle and foot rotation of one leg; the foot in line with the hip."""
    hip, count = heads_m[:, body.skeleton.bone("HIP", side)], len(posture)
    x = np.full(count, SIGN[side] * abs(float(body.skeleton.rest("HIP", side)[0])))
    ankle = np.stack([x, np.full(count, -plane.ankle[0]), np.full(count, plane.ankle[1])], axis=-1)
    straight = Posture(**{**_fields(posture), "knee_flexion_deg": np.zeros(count)})
    knee, ankle = sagittal_knee(body, side, hip, ankle, straight, setup)
    return hip, knee, ankle, np.broadcast_to(foot_turn(setup, side, 0.0, 0.0), (count, 3, 3)).copy()


def _fields(posture: Posture) -> dict[str, Floats]:
    return {name: getattr(posture, name) for name in posture.__slots__}


def _hands(
    body: Body, posture: Posture, setup: Setup, pelvis: Floats, heads_m: Floats
) -> tuple[Floats, Mapping[Side, Floats]]:
    """The bar across the hips with both hands on it; without one, the hands on the floor or bench beside."""
    count, load = len(posture), setup.load
    hips = _middle(body, heads_m, "HIP")
    ventral = pelvis @ FORWARD
    if load.kind == "none":
        shoulders = {side: heads_m[:, body.skeleton.bone("SHOULDER", side)] for side in SIDES}
        aside = {s: shoulders[s] + SIGN[s] * 0.18 * LEFTWARD + 0.34 * FORWARD - 0.10 * UP for s in SIDES}
        return np.full((count, 3), np.nan), aside
    bar = hips + BAR_AHEAD_LEG * body.leg_m * ventral - 0.02 * (pelvis @ UP)
    tilt = np.radians(posture.load_tilt_deg)
    along = np.stack([np.cos(tilt), np.zeros(count), -np.sin(tilt)], axis=-1)
    return bar, {side: bar + SIGN[side] * 0.5 * load.grip_m * along for side in SIDES}
