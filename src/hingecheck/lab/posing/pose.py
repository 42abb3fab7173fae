"""What standing and lying poses share: trunk, feet, arms and load from joint angles to bone rotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.landmarks import SIDES, Side
from .body import Body
from .limbs import arm_turns, end_within_reach, fist, middle_joint
from .posture import Posture, Setup
from .skeleton import CHEST, LETTER, LUMBAR, SACRUM, Skeleton, about_x, about_y, about_z, place, unit

#: Middle of a gripped handle beyond the wrist, and how straight a hanging arm is.
HAND_M, STRAIGHT_ARM = 0.085, 0.992
FORWARD, LEFTWARD, UP = np.array([0.0, -1.0, 0.0]), np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True, slots=True)
class Posed:
    """A body posed over the frames of a clip."""

    body: Body
    rotations: Floats  #: global, of each bone from rest [shape=(n, b, 3, 3)]
    heads_m: Floats  #: joint centres [shape=(n, b, 3)]
    load_m: Floats  #: middle of the load's handle; NaN without one [shape=(n, 3)]
    hands_m: Mapping[Side, Floats]  #: middle of each fist [shape=(n, 3)]

    def __len__(self) -> int:
        return len(self.heads_m)

    def joint(self, name: str, side: Side) -> Floats:
        """A joint centre over time [shape=(n, 3)]."""
        return np.asarray(self.heads_m[:, self.body.skeleton.bone(name, side)])

    def point(self, vertex: int) -> Floats:
        """A vertex over time, moved by the bone that moves it most [shape=(n, 3)]."""
        bone = int(self.body.weights[vertex].toarray().argmax())
        reach = self.body.vertices_m[vertex] - self.body.skeleton.rest_m[bone]
        return np.asarray(self.heads_m[:, bone] + self.rotations[:, bone] @ reach)


def trunk_turns(posture: Posture, setup: Setup, tilt_deg: Floats) -> dict[str, Floats]:
    """Rotations of pelvis, lumbar spine, chest and neck by bone name.

    Parameters
    ----------
    posture : Posture
    setup : Setup
    tilt_deg : array [shape=(n,)]
        Forward tilt of the pelvis.
    """
    away = setup.away
    pelvis = about_x(tilt_deg) @ about_y(away * posture.pelvis_drop_deg) @ about_z(away * posture.pelvis_rotation_deg)
    step = (
        about_x(posture.lumbar_flexion_deg / 3)
        @ about_z(away * posture.twist_deg / 3)
        @ about_y(posture.side_bend_deg / 3)
    )
    turns, turn = {SACRUM: pelvis}, pelvis
    for name in LUMBAR:
        turn = turn @ step
        turns[name] = turn
    turns[CHEST] = turn = turn @ about_x(posture.chest_flexion_deg)
    for side in SIDES:
        inward = -1.0 if side == "left" else 1.0
        turns[f"clavicle.{LETTER[side]}"] = turn @ about_z(inward * posture.protraction_deg)
    for name in ("neck01", "neck02", "head"):
        turn = turn @ about_x(posture.neck_flexion_deg / 3)
        turns[name] = turn
    return turns


def assemble(skeleton: Skeleton, turns: Mapping[str, Floats], count: int) -> Floats:
    """Rotation of every bone: its own where it has one, else its parent's [shape=(n, b, 3, 3)]."""
    out = np.empty((count, len(skeleton.names), 3, 3))
    for bone, (name, parent) in enumerate(zip(skeleton.names, skeleton.parents, strict=True)):
        own = turns.get(name)
        if own is not None:
            out[:, bone] = own
        else:
            out[:, bone] = out[:, parent] if parent >= 0 else np.eye(3)
    return out


def foot_turn(setup: Setup, side: Side, roll_deg: Floats | float, pitch_deg: Floats | float) -> Floats:
    """Rotation of a foot: toes out, rolled about its length, heel raised [shape=(n, 3, 3)]."""
    outward = setup.toe_out_deg if side == "left" else -setup.toe_out_deg
    return np.asarray(about_z(outward) @ about_y(roll_deg) @ about_x(pitch_deg))


def ankle_from_ball(body: Body, side: Side, turn: Floats, ball_m: Floats) -> Floats:
    """Ankle of a foot whose ball is at a place on the floor [shape=(n, 3)]."""
    reach = body.vertices_m[body.balls[side]] - body.skeleton.rest("ANKLE", side)
    return np.asarray(ball_m - turn @ reach)


def middle_of_foot(body: Body, side: Side) -> Floats:
    """Half way from heel to toe, from the ankle, at rest [shape=(3,)]."""
    middle = 0.5 * (body.vertices_m[body.heels[side]] + body.vertices_m[body.toes[side]])
    return np.asarray(middle - body.skeleton.rest("ANKLE", side))


def reach_arms(
    body: Body,
    shoulders: Mapping[Side, Floats],
    grips: Mapping[Side, Floats],
    knuckles: Mapping[Side, Floats],
    poles: Mapping[Side, Floats],
    closed: Mapping[Side, float],
) -> tuple[dict[str, Floats], dict[Side, Floats]]:
    """Arms whose fists are at the grips, or as near as the arms reach.

    Returns
    -------
    turns : dict of str to array [shape=(n, 3, 3)]
    hands : dict of side to array [shape=(n, 3)]
        Where the fists are.
    """  # fmt: skip
    skeleton, turns, hands = body.skeleton, {}, {}
    for side in SIDES:
        upper = skeleton.span("SHOULDER", "ELBOW", side)
        fore = skeleton.span("ELBOW", "WRIST", side)
        shoulder = shoulders[side]
        grip = end_within_reach(shoulder, grips[side], upper + fore + HAND_M)
        elbow = middle_joint(shoulder, grip, upper, fore + HAND_M, poles[side])
        wrist = elbow + fore * unit(grip - elbow)
        own = arm_turns(skeleton, side, shoulder, elbow, wrist, knuckles[side])
        turns.update(own)
        turns.update(fist(skeleton, side, own[f"wrist.{LETTER[side]}"], closed[side]))
        hands[side] = elbow + (fore + HAND_M) * unit(grip - elbow)
    return turns, hands


def finish(
    body: Body, turns: Mapping[str, Floats], root_m: Floats, load_m: Floats, hands_m: Mapping[Side, Floats]
) -> Posed:
    """Put every bone in its place."""
    rotations = assemble(body.skeleton, turns, len(root_m))
    return Posed(body, rotations, place(body.skeleton, rotations, root_m), load_m, hands_m)
