"""Pose of a standing lifter from joint angles: feet on the floor, centre of mass over the foot.

Hip hinge H and knee flexion K say how the leg and trunk fold. How far all of it leans about the ankle (the
shank's inclination S) is not free: whoever does not fall keeps the centre of mass of body and load over the
foot. With F = K - S for the thigh and T = H - F for the trunk, S is found by balance, and the pelvis's tilt so
that the line from hip to shoulder has the inclination T whatever the spine between them does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.geometry import inclination_deg
from ...core.landmarks import SIDES, Side
from .body import Body
from .holding import SIGN, LoadAndHands, hang_load
from .limbs import end_within_reach, leg_turns, middle_joint
from .mass import centre_of_mass
from .pose import (
    FORWARD,
    Posed,
    ankle_from_ball,
    assemble,
    finish,
    foot_turn,
    middle_of_foot,
    reach_arms,
    trunk_turns,
)
from .posture import Posture, Setup
from .skeleton import LETTER, Skeleton, about_x, about_z, place, unit

#: Rounds of the solution; it settles to 0.01° in eight.
ROUNDS = 14
#: Heel raised in a kickstand, and a free foot's pitch when it hangs.
KICKSTAND_PITCH_DEG = 48.0


@dataclass(frozen=True, slots=True)
class _Pose:
    """The state that the rounds improve."""

    shank_deg: Floats
    tilt_deg: Floats
    sideways_m: Floats


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One round's whole pose."""

    turns: dict[str, Floats]
    root_m: Floats
    heads_m: Floats
    held: LoadAndHands
    trunk_deg: Floats  #: wanted


def pose_standing(body: Body, posture: Posture, setup: Setup) -> Posed:
    """Pose a standing lifter over time.

    Parameters
    ----------
    body : Body
    posture : Posture
    setup : Setup

    Returns
    -------
    Posed
        Hip hinge and knee flexion between joint centres of the working leg are the posture's.
    """
    count = len(posture)
    state = _Pose(np.zeros(count), posture.hip_hinge_deg - posture.knee_flexion_deg, posture.sideways_m)
    for _ in range(ROUNDS):
        state = _better(body, posture, setup, state, _draw(body, posture, setup, state))
    drawn = _draw(body, posture, setup, state)
    shoulders = _sides(body.skeleton, drawn.heads_m, "SHOULDER")
    held = drawn.held
    arms, hands = reach_arms(body, shoulders, held.grips_m, held.knuckles, held.poles, held.closed)
    return finish(body, {**drawn.turns, **arms}, drawn.root_m, held.load_m, hands)


def _better(body: Body, posture: Posture, setup: Setup, state: _Pose, drawn: _Drawn) -> _Pose:
    """One step towards the wanted trunk inclination and balance."""
    skeleton, heads = body.skeleton, drawn.heads_m
    measured = trunk_inclination_deg(skeleton, heads, setup)
    load = drawn.held.load_m
    load_kg = setup.load.mass_kg if setup.load.kind != "none" else 0.0
    centre = centre_of_mass(skeleton, heads, setup.body_mass_kg, load, load_kg)
    ankle = skeleton.rest("ANKLE", setup.stance)
    lean = np.degrees((posture.ahead_m + centre[:, 1]) / np.maximum(centre[:, 2] - ankle[2], 0.3))
    sideways = state.sideways_m
    if setup.footing != "two":
        wanted = _foot_x(setup, setup.stance) * (1.0 if setup.footing == "one" else 0.7) + posture.sideways_m
        sideways = sideways + 0.8 * (wanted - centre[:, 0])
    return _Pose(
        shank_deg=state.shank_deg + 0.9 * lean,
        tilt_deg=state.tilt_deg + (drawn.trunk_deg - measured),
        sideways_m=sideways,
    )


def trunk_inclination_deg(skeleton: Skeleton, heads_m: Floats, setup: Setup) -> Floats:
    """Hip-to-shoulder line from vertical: the working side's, or both sides' mean on two feet [shape=(n,)]."""
    sides = SIDES if setup.footing == "two" else (setup.stance,)
    angles = []
    for side in sides:
        hip, shoulder = (heads_m[:, skeleton.bone(joint, side)] for joint in ("HIP", "SHOULDER"))
        angles.append(inclination_deg(forward_up(hip), forward_up(shoulder)))
    return np.asarray(np.mean(angles, axis=0))


def forward_up(points_m: Floats) -> Floats:
    """World points as (forward, up) [shape=(..., 2)]."""
    return np.stack([-points_m[..., 1], points_m[..., 2]], axis=-1)


def _draw(body: Body, posture: Posture, setup: Setup, state: _Pose) -> _Drawn:
    """The whole pose at the present state."""
    skeleton, count = body.skeleton, len(posture)
    thigh_deg = posture.knee_flexion_deg - state.shank_deg
    turns = trunk_turns(posture, setup, state.tilt_deg)
    hips = {side: turns["root"] @ (skeleton.rest("HIP", side) - skeleton.rest_m[0]) for side in SIDES}
    feet = {side: _foot(body, posture, setup, side) for side in SIDES}
    working = SIDES if setup.footing == "two" else (setup.stance,)
    roots = [
        _hip_over(body, side, feet[side][0], state.sideways_m + hips[side][:, 0], posture, setup, state.shank_deg)
        - hips[side]
        for side in working
    ]
    root = np.mean(roots, axis=0)
    legs: dict[Side, Floats] = {}
    for side in SIDES:
        hip, (ankle, turn) = root + hips[side], feet[side]
        if side in working or setup.footing == "kickstand":
            knee, ankle = sagittal_knee(body, side, hip, ankle, posture, setup)
        else:
            knee, ankle, turn = _free_leg(body, posture, setup, hip, (ankle, turn))
        lateral = turn[:, :, 0] + 0.3 * turns["root"][:, :, 0]
        turns.update(leg_turns(skeleton, side, hip, knee, ankle, lateral))
        turns[f"foot.{LETTER[side]}"] = turn
        if setup.footing == "kickstand" and side == setup.free:
            turns.update(_flat_toes(skeleton, setup, side, count))
        legs[side] = np.stack([hip, knee, ankle], axis=1)
    heads = place(skeleton, assemble(skeleton, turns, count), root)
    held = hang_load(body, posture, setup, _sides(skeleton, heads, "SHOULDER"), legs)
    return _Drawn(turns, root, _with_hands(skeleton, heads, held), held, posture.hip_hinge_deg - thigh_deg)


def _with_hands(skeleton: Skeleton, heads_m: Floats, held: LoadAndHands) -> Floats:
    """The joint centres with elbows and hands about where the arms will bring them: for the balance."""
    out = heads_m.copy()
    for side in SIDES:
        shoulder, grip = out[:, skeleton.bone("SHOULDER", side)], held.grips_m[side]
        for joint, share in (("ELBOW", 0.48), ("WRIST", 0.88), ("INDEX", 1.0)):
            out[:, skeleton.bone(joint, side)] = shoulder + share * (grip - shoulder)
    return out


def _sides(skeleton: Skeleton, heads_m: Floats, joint: str) -> Mapping[Side, Floats]:
    return {side: heads_m[:, skeleton.bone(joint, side)] for side in SIDES}


def _foot_x(setup: Setup, side: Side) -> float:
    """Where a foot stands across: under the hips on two feet, near the middle on one."""
    if setup.footing == "two":
        return SIGN[side] * setup.half_stance_m
    return SIGN[side] * (0.05 if setup.footing == "one" else 0.09)


def _foot(body: Body, posture: Posture, setup: Setup, side: Side) -> tuple[Floats, Floats]:
    """Ankle and rotation of a foot on the floor; the mid-foot of a flat one is at y = 0."""
    count = len(posture)
    standing = setup.footing == "two" or side == setup.stance
    x = np.full(count, _foot_x(setup, side))
    if setup.footing == "kickstand" and not standing:
        turn = np.broadcast_to(foot_turn(setup, side, 0.0, KICKSTAND_PITCH_DEG), (count, 3, 3))
        front = body.vertices_m[body.balls[side]] - body.skeleton.rest("ANKLE", side) - middle_of_foot(body, side)
        ball = np.stack([x, np.full(count, front[1] + setup.behind_m), np.full(count, 0.012)], axis=-1)
        return ankle_from_ball(body, side, turn, ball), turn
    roll = posture.foot_roll_deg if standing else np.zeros(count)
    turn = foot_turn(setup, side, roll, np.zeros(count))
    middle = turn @ middle_of_foot(body, side)
    up = body.skeleton.rest("ANKLE", side)[2] + (posture.hop_m if standing else 0.0)
    behind = 0.0 if standing else 0.12
    return np.stack([x, behind - middle[:, 1], np.broadcast_to(up, (count,))], axis=-1), turn


def _knee_out(body: Body, posture: Posture, toe_out_deg: float) -> Floats:
    """How far a bent knee goes outward, over the toes [shape=(n,)]."""
    bend = np.radians(np.clip(posture.knee_flexion_deg, 0.0, 120.0))
    return np.asarray(0.45 * body.leg_m * np.sin(0.5 * bend) * np.tan(np.radians(toe_out_deg)))


def _lateral(body: Body, side: Side, hip_x: Floats, ankle_x: Floats, out_m: Floats) -> tuple[Floats, Floats, Floats]:
    """Knee's place across, and the lengths of thigh and shank that are left in the sagittal plane."""
    thigh, shank = (body.skeleton.span(a, b, side) for a, b in (("HIP", "KNEE"), ("KNEE", "ANKLE")))
    knee_x = ankle_x + (hip_x - ankle_x) * shank / (thigh + shank) + SIGN[side] * out_m
    flat = [
        np.sqrt(np.maximum(length**2 - (end - knee_x) ** 2, (0.5 * length) ** 2))
        for length, end in ((thigh, hip_x), (shank, ankle_x))
    ]
    return knee_x, flat[0], flat[1]


def _hip_over(
    body: Body, side: Side, ankle: Floats, hip_x: Floats, posture: Posture, setup: Setup, shank_deg: Floats
) -> Floats:
    """Hip above an ankle, from the shank's inclination and the knee's flexion [shape=(n, 3)]."""
    thigh_deg = posture.knee_flexion_deg - shank_deg
    out = _knee_out(body, posture, setup.toe_out_deg)
    _, thigh, shank = _lateral(body, side, hip_x, ankle[:, 0], out)
    s, f = np.radians(shank_deg), np.radians(thigh_deg)
    forward = -ankle[:, 1] + shank * np.sin(s) - thigh * np.sin(f)
    return np.stack([hip_x, -forward, ankle[:, 2] + shank * np.cos(s) + thigh * np.cos(f)], axis=-1)


def sagittal_knee(
    body: Body, side: Side, hip: Floats, ankle: Floats, posture: Posture, setup: Setup
) -> tuple[Floats, Floats]:
    """Knee between a hip and an ankle, ahead of their line; and the ankle, drawn in if the leg is too short."""
    carries = side == setup.stance or setup.footing == "two"
    out = _knee_out(body, posture, setup.toe_out_deg) if carries else np.zeros(len(hip))
    knee_x, thigh, shank = _lateral(body, side, hip[:, 0], ankle[:, 0], out)
    flat_hip, flat_ankle = forward_up(hip), forward_up(ankle)
    line = flat_ankle - flat_hip
    far = np.linalg.norm(line, axis=-1)
    reach = np.minimum(far, 0.99999 * (thigh + shank))
    ahead = line / np.maximum(far, 1e-9)[:, None]
    down = (reach**2 + thigh**2 - shank**2) / (2 * reach)
    locked_back = np.where(posture.knee_flexion_deg < 0.0, -1.0, 1.0)
    front = locked_back * np.sqrt(np.maximum(thigh**2 - down**2, 0.0))
    forward = np.stack([-ahead[:, 1], ahead[:, 0]], axis=-1)  # a quarter turn from down to forward
    knee = flat_hip + down[:, None] * ahead + front[:, None] * forward
    end = flat_hip + reach[:, None] * ahead
    return (
        np.stack([knee_x, -knee[:, 0], knee[:, 1]], axis=-1),
        np.stack([ankle[:, 0], -end[:, 0], end[:, 1]], axis=-1),
    )


def _free_leg(
    body: Body, posture: Posture, setup: Setup, hip: Floats, floor: tuple[Floats, Floats]
) -> tuple[Floats, Floats, Floats]:
    """Knee, ankle and foot rotation of the leg in the air, or on its way to the floor and back."""
    side, skeleton = setup.free, body.skeleton
    thigh_m, shank_m = skeleton.span("HIP", "KNEE", side), skeleton.span("KNEE", "ANKLE", side)
    open_turn = about_z(setup.away * posture.pelvis_rotation_deg)
    outward = np.array([SIGN[side] * 0.06, 0.0, 0.0])
    thigh_dir = unit(_down(posture.free_thigh_deg) + outward)
    shank_dir = unit(_down(posture.free_thigh_deg - posture.free_knee_deg) + outward)
    air = hip + thigh_m * thigh_dir + shank_m * shank_dir
    touch = posture.touch[:, None]
    ankle = end_within_reach(hip, air + touch * (floor[0] - air), thigh_m + shank_m)
    bent = hip + thigh_m * thigh_dir - 0.5 * (hip + ankle)
    pole = unit((1.0 - touch) * unit(bent + 0.02 * FORWARD) + (touch + 0.05) * FORWARD)
    knee = middle_joint(hip, ankle, thigh_m, shank_m, pole)
    pitch = -posture.free_thigh_deg + posture.free_knee_deg
    in_air = open_turn @ foot_turn(setup, side, np.zeros(len(hip)), np.zeros(len(hip)))
    turn = _pitched(in_air, pitch * (1.0 - posture.touch) * 0.9)
    return knee, ankle, turn


def _down(angle_deg: Floats) -> Floats:
    """Unit vectors `angle_deg` forward of straight down [shape=(n, 3)]."""
    angle = np.radians(angle_deg)
    return np.stack([np.zeros_like(angle), -np.sin(angle), -np.cos(angle)], axis=-1)


def _pitched(turn: Floats, pitch_deg: Floats) -> Floats:
    """A foot's rotation, its toes turned down by `pitch_deg`."""
    return np.asarray(about_x(pitch_deg) @ turn)


def _flat_toes(skeleton: Skeleton, setup: Setup, side: Side, count: int) -> dict[str, Floats]:
    """Toes that stay on the floor while the heel is up."""
    flat = np.broadcast_to(foot_turn(setup, side, 0.0, 0.0), (count, 3, 3))
    return {name: flat for name in skeleton.names if name.startswith("toe") and name.endswith(LETTER[side])}
