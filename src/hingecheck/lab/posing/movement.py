"""The five lifts as functions of time with a few named parameters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ...core.arrays import Floats
from ...core.landmarks import Side
from ...core.types import LiftName
from .body import Body
from .lying import Support, pose_lying
from .pose import Posed
from .posture import HeldLoad, Posture, Setup, posture
from .standing import pose_standing
from .timeline import WHOLE, Interval, RepPlan, Timeline, bump, follow, make_timeline, wander


@dataclass(frozen=True, slots=True)
class Movement:
    """How a set is done. Angles in the contract's terms; "bottom" is the deepest, "top" the tall end."""

    lift: LiftName = "rdl"
    reps: int = 3
    starts_low: bool = False
    hold_s: float = 0.8
    lowering_s: float = 1.8
    bottom_s: float = 0.15
    lifting_s: float = 1.4
    top_s: float = 0.4
    hinge_bottom_deg: float | None = None  #: None: a deadlift goes down until the load is on the floor
    lockout_deg: float = 2.0  #: hip hinge at the top
    knee_top_deg: float = 6.0
    knee_bottom_deg: float = 22.0
    lumbar_top_deg: float = 0.0
    lumbar_bottom_deg: float = 8.0
    lumbar_when: Interval = WHOLE  #: part of the lowering in which the low back bends
    chest_deg: float = 4.0  #: rounding of the upper back at the bottom
    look_deg: float = -12.0  #: neck at the bottom, looking down is positive
    rotation_deg: float = 4.0  #: pelvis opening at the bottom
    rotation_when: Interval = WHOLE
    drop_deg: float = 2.0
    free_thigh_deg: float | None = None  #: free thigh at the bottom; None: in line with the trunk
    free_knee_deg: float = 12.0
    ahead_m: float = 0.0  #: balance ahead of the mid-foot
    sway_m: float = 0.004
    wobble_deg: float = 0.5  #: roll of the stance foot
    touch_reps: tuple[int, ...] = ()  #: reps in which the free foot comes down
    hop_reps: tuple[int, ...] = ()
    hips_first: float = 0.0  #: 0 together … 1 the knees are straight before the trunk rises
    load_ahead_m: float = 0.0
    tilt_deg: float = 0.0  #: one hand lower in mid-lift
    shin_deg: float = 0.0  #: hip thrust: shank at the top
    bench_m: float = 0.40
    late_change_deg: float = 0.0  #: more hinge from the fourth rep on
    variation: float = 0.02  #: natural difference between reps, share of each angle
    pace_variation: float = 0.06
    toe_out_deg: float = 10.0
    half_stance_m: float = 0.14
    stance: Side = "left"
    load: HeldLoad = field(default_factory=HeldLoad)


def perform(body: Body, movement: Movement, rate_hz: float, seed: int) -> tuple[Timeline, Posed]:
    """Pose a whole set.

    Parameters
    ----------
    body : Body
    movement : Movement
    rate_hz : float
    seed : int
        Of the natural variation.
    """
    rng = np.random.default_rng(seed)
    timeline = make_timeline(_plans(movement, rng), rate_hz, starts_low=movement.starts_low, hold_s=movement.hold_s)
    setup = setup_of(body, movement)
    if movement.lift == "hip-thrust":
        bridge = movement.bench_m <= 0.0
        support = Support(0.0, along=1.0, deep_m=0.125) if bridge else Support(movement.bench_m)
        return timeline, pose_lying(body, _thrusting(movement, timeline, rng), setup, support, movement.shin_deg)
    bottom = movement.hinge_bottom_deg
    if bottom is None:
        bottom = _hinge_to_floor(body, movement, setup)
    wanted = _standing(replace(movement, hinge_bottom_deg=bottom), timeline, rng)
    return timeline, _held_up(body, wanted, setup) if movement.load.kind != "none" else pose_standing(
        body, wanted, setup
    )


def setup_of(body: Body, movement: Movement) -> Setup:
    """What stays the same through a set."""
    footing = {"single-leg-rdl": "one", "kickstand-rdl": "kickstand"}.get(movement.lift, "two")
    bmi = 21.0 + 8.0 * (body.spec.weight - 0.5) + 3.0 * body.spec.muscle
    return Setup(
        footing=footing,  # type: ignore[arg-type]
        stance=movement.stance,
        half_stance_m=movement.half_stance_m,
        toe_out_deg=movement.toe_out_deg,
        free_arms="wide" if footing == "one" else "hang",
        body_mass_kg=bmi * body.spec.height_m**2,
        load=movement.load,
    )


def _plans(movement: Movement, rng: np.random.Generator) -> tuple[RepPlan, ...]:
    def varied_s(seconds: float) -> float:
        return float(seconds * np.exp(rng.normal(0.0, movement.pace_variation)))

    m = movement
    return tuple(
        RepPlan(
            varied_s(m.lowering_s),
            varied_s(m.bottom_s),
            varied_s(m.lifting_s),
            varied_s(m.top_s),
        )
        for _ in range(m.reps)
    )


def _each(movement: Movement, rng: np.random.Generator, value: float) -> Floats:
    """One value a rep, with natural variation."""
    return np.asarray(value * (1.0 + rng.normal(0.0, movement.variation, movement.reps)))


def _late(movement: Movement) -> Floats:
    """What the later reps add: nothing in the first three."""
    return np.where(np.arange(movement.reps) >= 3, movement.late_change_deg, 0.0)


def _standing(movement: Movement, timeline: Timeline, rng: np.random.Generator) -> Posture:
    """Posture of deadlift, RDL, single-leg and kickstand RDL."""
    m, count = movement, len(timeline)
    assert m.hinge_bottom_deg is not None
    lead = 0.55 * m.hips_first
    knee_lift, hinge_lift = (0.0, 1.0 - lead), (0.8 * lead, 1.0)
    knee_lower = (0.0, 0.75) if m.lift != "deadlift" else (0.15, 1.0)
    hinge = follow(
        timeline, _each(m, rng, m.lockout_deg), _each(m, rng, m.hinge_bottom_deg) + _late(m), WHOLE, hinge_lift
    )
    knee = follow(timeline, _each(m, rng, m.knee_top_deg), _each(m, rng, m.knee_bottom_deg), knee_lower, knee_lift)
    one_leg = m.lift in ("single-leg-rdl", "kickstand-rdl")
    rotation, drop, sideways = (m.rotation_deg, m.drop_deg, m.sway_m) if one_leg else (0.0, 0.0, 0.0)
    rotation_up = (1.0 - m.rotation_when[1], 1.0 - m.rotation_when[0])
    lumbar_up = (1.0 - m.lumbar_when[1], 1.0 - m.lumbar_when[0])
    free = -0.85 * m.hinge_bottom_deg if m.free_thigh_deg is None else m.free_thigh_deg
    return posture(
        count,
        hip_hinge_deg=hinge,
        knee_flexion_deg=knee,
        lumbar_flexion_deg=follow(
            timeline, _each(m, rng, m.lumbar_top_deg), _each(m, rng, m.lumbar_bottom_deg), m.lumbar_when, lumbar_up
        ),
        chest_flexion_deg=follow(timeline, np.zeros(m.reps), _each(m, rng, m.chest_deg)),
        protraction_deg=follow(timeline, np.zeros(m.reps), np.full(m.reps, _protraction_deg(m))),
        neck_flexion_deg=follow(timeline, np.zeros(m.reps), _each(m, rng, m.look_deg)),
        pelvis_rotation_deg=follow(timeline, np.zeros(m.reps), _each(m, rng, rotation), m.rotation_when, rotation_up),
        pelvis_drop_deg=follow(timeline, np.full(m.reps, 0.5 * drop), _each(m, rng, drop)),
        twist_deg=follow(timeline, np.zeros(m.reps), _each(m, rng, -0.25 * rotation)),
        side_bend_deg=_tilting(m, timeline) + wander(timeline, rng, 0.3),
        ahead_m=m.ahead_m + wander(timeline, rng, m.sway_m, 2.5),
        sideways_m=wander(timeline, rng, sideways, 2.0),
        foot_roll_deg=wander(timeline, rng, m.wobble_deg, 1.2) if m.lift == "single-leg-rdl" else 0.0,
        hop_m=0.05 * _in_mid_lift(timeline, m.hop_reps, 0.22),
        free_thigh_deg=follow(timeline, np.full(m.reps, -6.0), _each(m, rng, free)),
        free_knee_deg=follow(timeline, np.full(m.reps, 38.0), _each(m, rng, m.free_knee_deg)),
        touch=_in_mid_lift(timeline, m.touch_reps, 0.45),
        load_ahead_m=follow(timeline, np.zeros(m.reps), np.full(m.reps, m.load_ahead_m), lift=(0.3, 1.0)),
        load_tilt_deg=_tilting(m, timeline),
    )


def _tilting(movement: Movement, timeline: Timeline) -> Floats:
    """One side late in each lift."""
    every = tuple(range(1, movement.reps + 1))
    return movement.tilt_deg * _in_mid_lift(timeline, every, 0.5 * movement.lifting_s)


def _in_mid_lift(timeline: Timeline, reps: tuple[int, ...], width_s: float) -> Floats:
    out = np.zeros(len(timeline))
    for rep in timeline.reps:
        if rep.index in reps:
            out = np.maximum(out, bump(timeline, 0.5 * sum(rep.lifting_s), width_s))
    return out


def _thrusting(movement: Movement, timeline: Timeline, rng: np.random.Generator) -> Posture:
    """Posture of hip thrust and glute bridge: low at the bottom, arching at the top where asked."""
    m = movement
    bottom = 62.0 if m.hinge_bottom_deg is None else m.hinge_bottom_deg
    return posture(
        len(timeline),
        hip_hinge_deg=follow(timeline, _each(m, rng, m.lockout_deg), _each(m, rng, bottom) + _late(m)),
        lumbar_flexion_deg=follow(timeline, _each(m, rng, m.lumbar_top_deg), _each(m, rng, m.lumbar_bottom_deg)),
        neck_flexion_deg=follow(timeline, np.full(m.reps, 32.0), np.full(m.reps, 18.0))
        * (1.0 if m.bench_m > 0 else 0.3),
        side_bend_deg=0.4 * _tilting(m, timeline),
        pelvis_drop_deg=0.5 * _tilting(m, timeline),
        load_tilt_deg=_tilting(m, timeline),
        sideways_m=wander(timeline, rng, 0.5 * m.sway_m),
    )


def _hinge_to_floor(body: Body, movement: Movement, setup: Setup) -> float:
    """Hip hinge at which the load stands on the floor, by secant; knees bent as asked."""
    target = load_rest_height_m(movement.load)

    def height(hinge: float) -> float:
        still = posture(
            1,
            hip_hinge_deg=hinge,
            knee_flexion_deg=movement.knee_bottom_deg,
            lumbar_flexion_deg=movement.lumbar_bottom_deg,
            protraction_deg=_protraction_deg(movement),
            chest_flexion_deg=movement.chest_deg,
            load_ahead_m=movement.load_ahead_m,
            ahead_m=movement.ahead_m,
        )
        return float(pose_standing(body, still, setup).load_m[0, 2]) - target

    low, high = 85.0, 105.0
    f_low, f_high = height(low), height(high)
    for _ in range(6):
        if abs(f_high) < 0.002 or abs(f_high - f_low) < 1e-9:
            break
        step = float(np.clip(-f_high * (high - low) / (f_high - f_low), -15.0, 15.0))
        low, f_low, high = high, f_high, float(np.clip(high + step, 50.0, 135.0))
        f_high = height(high)
    return high


def _protraction_deg(movement: Movement) -> float:
    """How far a load in the hands draws the shoulder blades forward."""
    return 20.0 if movement.load.mass_kg > 0 else 8.0


def _held_up(body: Body, wanted: Posture, setup: Setup) -> Posed:
    """Pose a lift from the floor: while the load still stands there, the hips open as far as it lets them."""
    floor = load_rest_height_m(setup.load)
    posed = pose_standing(body, wanted, setup)
    for _ in range(8):
        below = np.maximum(floor - posed.load_m[:, 2], 0.0)
        if below.max() < 0.003:
            break
        shoulder, hip = (posed.joint(joint, setup.stance) for joint in ("SHOULDER", "HIP"))
        ahead = np.maximum(hip[:, 1] - shoulder[:, 1], 0.15)
        wanted = replace(wanted, hip_hinge_deg=wanted.hip_hinge_deg - np.degrees(below / ahead))
        posed = pose_standing(body, wanted, setup)
    return posed


def load_rest_height_m(load: HeldLoad) -> float:
    """Height of the handle when the load stands on the floor."""
    if load.kind == "barbell":
        return load.plate_m if load.plate_m is not None else 0.20
    return 0.27 if load.kind == "kettlebell" else 0.12
