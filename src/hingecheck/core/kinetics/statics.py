"""Joint moments at hips, knees and L5/S1 that hold a body still, from joint angles, load and segment masses.

Quasi-static and top-down: the weight of all that is above a joint, times how far ahead of the joint it lies
(biomechanics reference, section 3.3). Moments are newton metres, extension positive, of both legs together. x is
forward, from the hip. A body held still has no inertia: what speeding up adds is in the error, see `work`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from ..arrays import Floats
from ..lift_row import Footing, LoadPlace
from .segments import Segments

GRAVITY_M_S2 = 9.81


@dataclass(frozen=True, slots=True)
class Pose:
    """A body in the sagittal plane over time, or the error of one [shape=(n,) each]."""

    trunk_deg: Floats  #: hip to shoulder from the vertical, forward positive: face up is negative
    hinge_deg: Floats  #: trunk against thigh; for the work only
    knee_deg: Floats
    shank_deg: Floats
    lumbar_deg: Floats  #: flexion of the low back: the pelvis leans by so much less than the trunk
    hands_ahead_m: Floats  #: of the mid-foot; NaN where the arms hang straight down
    hang_m: Floats  #: hands ahead of where they would hang; 0 but for its error
    lumbosacral_m: Floats  #: L5/S1 ahead of where the table has it; 0 but for its error
    bench_share: Floats  #: lying: where the bench carries, along the trunk from the hip to the shoulder
    load_m: Floats  #: lying: the load ahead of the hip joint

    def __len__(self) -> int:
        return len(self.trunk_deg)

    def rows(self, span: slice) -> Pose:
        """A stretch of it."""
        return Pose(**{field.name: getattr(self, field.name)[span] for field in fields(Pose)})

    def perturbed(self, name: str, error: Floats) -> Pose:
        """The same with one quantity off by so much."""
        return replace(self, **{name: getattr(self, name) + error})


@dataclass(frozen=True, slots=True)
class Moments:
    """Extension moments, newton metres, both legs together [shape=(n,) each]."""

    hip: Floats
    knee: Floats
    lumbosacral: Floats


@dataclass(frozen=True, slots=True)
class _Joints:
    """Where the joints lie ahead of the hip, metres [shape=(n,) each]."""

    knee: Floats
    ankle: Floats
    lumbosacral: Floats
    trunk: Floats  #: forward part of a step of one metre from hip to shoulder


def moments(pose: Pose, body: Segments, load_kg: float, footing: Footing, load_at: LoadPlace = "hands") -> Moments:
    """Moments that hold a pose.

    Parameters
    ----------
    pose : Pose
    body : Segments
        In kilograms and metres; see `segments.segments_of`.
    load_kg : float
    footing : Footing
        Of a lying body the knee's moment is NaN: five degrees of shank would turn its sign.
    load_at : LoadPlace
        What carries the load of a standing body; a lying one has it on the hips.
    """
    joints = _joints(pose, body)
    if footing == "lying":
        return _lying(pose, joints, body, load_kg)
    return _standing(pose, joints, body, _carried(pose, joints, body, load_kg, load_at), load_kg, footing)


def _joints(pose: Pose, body: Segments) -> _Joints:
    trunk, shank = np.radians(pose.trunk_deg), np.radians(pose.shank_deg)
    thigh = np.radians(pose.knee_deg - pose.shank_deg)  # hip to knee, from straight down
    pelvis = np.radians(pose.trunk_deg - pose.lumbar_deg)
    knee = body.thigh_length * np.sin(thigh)
    return _Joints(
        knee=knee,
        ankle=knee - body.shank_length * np.sin(shank),
        lumbosacral=body.lumbosacral_above_hip * np.sin(pelvis) + pose.lumbosacral_m,
        trunk=np.sin(trunk),
    )


def _carried(pose: Pose, joints: _Joints, body: Segments, load_kg: float, load_at: LoadPlace) -> Floats:
    """First moment about the hip of arms and load, kilogram metres."""
    shoulder = body.trunk_length * joints.trunk
    if load_at != "hands":  # arms that hold a bar on the shoulders, or nothing, are folded close to them
        place = shoulder if load_at == "shoulders" else pose.load_m
        return np.asarray(body.arms_mass * shoulder + load_kg * place)
    held = joints.ankle + body.mid_foot_ahead + pose.hands_ahead_m
    reach = np.clip(np.where(np.isfinite(held), held - shoulder, pose.hang_m), -body.arm_length, body.arm_length)
    return np.asarray(body.arms_mass * (shoulder + body.arm_centre * reach) + load_kg * (shoulder + reach))


def _standing(
    pose: Pose, joints: _Joints, body: Segments, arms_and_load: Floats, load_kg: float, footing: Footing
) -> Moments:
    """All that is above a joint, about that joint."""
    carried = arms_and_load + body.head_mass * body.head_centre_above_hip * joints.trunk
    upper = carried + body.trunk_mass * body.trunk_centre * body.trunk_length * joints.trunk
    upper_mass = body.arms_mass + load_kg + body.head_mass + body.trunk_mass
    thighs = body.thighs_mass * body.thigh_centre * joints.knee
    if footing != "two":
        leg, leg_mass = _free_leg(joints, body, footing)
        upper, upper_mass = upper + leg, upper_mass + leg_mass
        thighs, thigh_mass = 0.5 * thighs, 0.5 * body.thighs_mass
    else:
        thigh_mass = body.thighs_mass
    torso = body.torso_mass * (joints.lumbosacral + body.torso_centre_above * joints.trunk)
    above_mass = body.torso_mass + body.arms_mass + load_kg + body.head_mass
    return Moments(
        hip=GRAVITY_M_S2 * upper,
        knee=GRAVITY_M_S2 * ((upper_mass + thigh_mass) * joints.knee - upper - thighs),
        lumbosacral=GRAVITY_M_S2 * (carried + torso - above_mass * joints.lumbosacral),
    )


def _free_leg(joints: _Joints, body: Segments, footing: Footing) -> tuple[Floats, float]:
    """First moment about the hip, and mass, of the leg that does not stand.

    In a single-leg lift it goes on in line with the trunk; a kickstand's hangs under the hip.
    """
    mass = 0.5 * (body.thighs_mass + body.shanks_mass + body.feet_mass)
    if footing == "kickstand":
        return np.zeros_like(joints.trunk), mass
    thigh = 0.5 * body.thighs_mass * body.thigh_centre * body.thigh_length
    shank = 0.5 * body.shanks_mass * (body.thigh_length + body.shank_centre * body.shank_length)
    foot = 0.5 * body.feet_mass * body.leg_length
    return -(thigh + shank + foot) * joints.trunk, mass


def _lying(pose: Pose, joints: _Joints, body: Segments, load_kg: float) -> Moments:
    """Between two upright supports: bench and mid-foot.

    What they push along the floor is not known and left out, which is why there is no knee moment.
    """
    along = body.trunk_length * joints.trunk  # hip to shoulder: negative, the head lies behind
    bench, foot = pose.bench_share * along, joints.ankle + body.mid_foot_ahead
    arms = body.arms_mass * (1.0 - body.arm_centre) * along  # they hold the bar at the hips
    head = body.head_mass * body.head_centre_above_hip * joints.trunk
    upper = body.trunk_mass * body.trunk_centre * along + head + arms
    legs = (
        body.thighs_mass * body.thigh_centre * joints.knee
        + body.shanks_mass * (joints.knee + body.shank_centre * (joints.ankle - joints.knee))
        + body.feet_mass * foot
    )
    leg_mass = body.thighs_mass + body.shanks_mass + body.feet_mass
    mass = leg_mass + body.trunk_mass + body.head_mass + body.arms_mass + load_kg
    first = upper + legs + load_kg * pose.load_m
    apart = np.where(np.abs(foot - bench) > 0.1, foot - bench, np.nan)
    on_feet = (first - mass * bench) / apart
    on_bench = mass - on_feet
    torso = body.torso_mass * (joints.lumbosacral + body.torso_centre_above * joints.trunk) + head + arms
    torso_mass = body.torso_mass + body.head_mass + body.arms_mass
    return Moments(
        hip=GRAVITY_M_S2 * (on_feet * foot - legs),
        knee=np.full(len(pose), np.nan),
        lumbosacral=GRAVITY_M_S2
        * (on_bench * (joints.lumbosacral - bench) - torso_mass * joints.lumbosacral + torso),
    )
