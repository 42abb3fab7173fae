"""The contract's measures, exact, from joint centres and posed angles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.geometry import wrap_deg
from ...core.landmarks import SIDES, Side, other
from ...core.tracking.joints import angles_between
from .pose import Posed
from .skeleton import LUMBAR, SACRUM, along
from .standing import forward_up


def side_angles(posed: Posed, side: Side) -> dict[str, Floats]:
    """Sagittal angles of one side between joint centres: T, F, S and what follows from them.

    Trunk inclination is signed: lying face up is about -90.
    """
    shoulder, hip, knee, ankle = (forward_up(posed.joint(j, side)) for j in ("SHOULDER", "HIP", "KNEE", "ANKLE"))
    return angles_between(shoulder, hip, knee, ankle, forward_up(posed.point(posed.body.ears[side])))


def lumbar_flexion_deg(posed: Posed) -> Floats:
    """Turn of the lower ribs against the pelvis in the pelvis's own sagittal plane, 0 as at rest [shape=(n,)].

    Read from joint centres: the line sacrum–lumbar joint against the line lower ribs–chest.
    """
    skeleton = posed.body.skeleton
    low = [skeleton.index(name) for name in (SACRUM, LUMBAR[0])]
    high = [skeleton.index(name) for name in (LUMBAR[-1], "spine01")]
    pelvis = posed.rotations[:, skeleton.index(SACRUM)]

    def angle(points: Floats) -> Floats:
        """Inclination in the pelvis's frame."""
        local = np.einsum("nij,ni->nj", pelvis, points)
        return np.asarray(np.degrees(np.arctan2(-local[:, 1], local[:, 2])))

    heads, rest = posed.heads_m, skeleton.rest_m
    posed_deg = angle(heads[:, high[1]] - heads[:, high[0]]) - angle(heads[:, low[1]] - heads[:, low[0]])
    up, down = rest[high[1]] - rest[high[0]], rest[low[1]] - rest[low[0]]
    rest_deg = np.degrees(np.arctan2(-up[1], up[2]) - np.arctan2(-down[1], down[2]))
    return np.asarray(wrap_deg(posed_deg - rest_deg))


def pelvis_tilt_deg(posed: Posed) -> Floats:
    """Forward tilt of the pelvis in the sagittal plane, 0 as at rest [shape=(n,)]."""
    turn = posed.rotations[:, posed.body.skeleton.index(SACRUM)]
    return np.asarray(np.degrees(np.arctan2(-turn[:, 1, 2], turn[:, 2, 2])))


def pelvis_angles(posed: Posed, stance: Side) -> tuple[Floats, Floats]:
    """Rotation about the pelvis's own long axis and drop of the hip line, from joint centres.

    Returns
    -------
    rotation_deg, drop_deg : array [shape=(n,)]
        Rotation against the stance foot's side-to-side direction, positive opening towards the free leg; drop
        of the hip line from level in the world, positive with the free side lower.
    """
    skeleton, free = posed.body.skeleton, other(stance)
    lumbar = skeleton.index(LUMBAR[0])

    def frame(left: Floats, right: Floats, low_back: Floats) -> Floats:
        """Pelvis axes from both hips and the lumbar joint; columns are lateral, across and up."""
        return along(low_back - 0.5 * (left + right), left - right)

    now = frame(posed.joint("HIP", "left"), posed.joint("HIP", "right"), posed.heads_m[:, lumbar])
    rest = frame(skeleton.rest("HIP", "left"), skeleton.rest("HIP", "right"), skeleton.rest_m[lumbar])
    turn = now @ rest.T
    away = 1.0 if free == "left" else -1.0
    # tilt, obliquity and rotation in this order from the outside in: the last is about the pelvis's own axis
    rotation = away * np.degrees(np.arctan2(-turn[:, 0, 1], turn[:, 0, 0]))
    line = posed.joint("HIP", free) - posed.joint("HIP", stance)
    drop = -np.degrees(np.arcsin(np.clip(line[:, 2] / np.linalg.norm(line, axis=-1), -1.0, 1.0)))
    return rotation, drop


def load_offset_leg(posed: Posed, feet: tuple[Side, ...], hands: tuple[Side, ...]) -> Floats:
    """Hands (wrists and knuckles) ahead of the mid-foot (heel and toe), in leg lengths [shape=(n,)].

    Parameters
    ----------
    posed : Posed
    feet : sides
        The feet that carry.
    hands : sides
        The hands that hold the load.
    """
    body = posed.body
    held = np.mean([-posed.joint(j, s)[:, 1] for s in hands for j in ("WRIST", "INDEX")], axis=0)
    middle = np.mean([-posed.point(v[s])[:, 1] for s in feet for v in (body.heels, body.toes)], axis=0)
    return np.asarray((held - middle) / body.leg_m)


@dataclass(frozen=True, slots=True)
class Exact:
    """All exact measures of a clip."""

    series: dict[str, Floats]
    by_side: dict[str, Floats]  #: ``"hip_hinge_deg.left"`` …


def exact_measures(posed: Posed, working: Side, hands: tuple[Side, ...], *, one_leg: bool, face_up: bool) -> Exact:
    """Every measure of the contract, a value a frame.

    Parameters
    ----------
    posed : Posed
    working : "left" or "right"
        The leg the measures are taken from.
    hands : sides
        The hands that hold the load.
    one_leg : bool
        Pelvis rotation and drop have a meaning: one leg works.
    face_up : bool
        Trunk inclination counts the other way.
    """
    by_side = {}
    for side in SIDES:
        for name, values in side_angles(posed, side).items():
            sign = -1.0 if face_up and name == "trunk_inclination_deg" else 1.0
            by_side[f"{name}.{side}"] = sign * values
    series = {name.removesuffix(f".{working}"): v for name, v in by_side.items() if name.endswith(working)}
    tilt = pelvis_tilt_deg(posed)
    series["pelvis_tilt_deg"] = tilt
    thigh = by_side[f"hip_hinge_deg.{working}"] - side_angles(posed, working)["trunk_inclination_deg"]
    series["hip_flexion_deg"] = wrap_deg(tilt + thigh, -120.0)
    series["lumbar_flexion_deg"] = lumbar_flexion_deg(posed)
    if not face_up:
        series["load_offset_leg"] = load_offset_leg(posed, (working,) if one_leg else SIDES, hands)
    if one_leg:
        series["pelvis_rotation_deg"], series["pelvis_drop_deg"] = pelvis_angles(posed, working)
    return Exact(series, by_side)
