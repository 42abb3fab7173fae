"""Random people, clothes, cameras and movements, drawn from wide but believable ranges."""

from __future__ import annotations

import zlib
from dataclasses import replace

import numpy as np

from ..core.lifts import LiftName, one_for_each_lift
from .clipspec import CameraSpec, FilmSpec, SceneSpec
from .filming.outfit import Outfit, Rgb
from .posing.body import BodySpec
from .posing.movement import Movement
from .posing.posture import HeldLoad

SKINS: tuple[Rgb, ...] = (
    (0.94, 0.78, 0.68), (0.86, 0.67, 0.54), (0.76, 0.56, 0.42), (0.58, 0.40, 0.28), (0.42, 0.28, 0.20),
    (0.31, 0.20, 0.15),
)  # fmt: skip
HAIRS: tuple[Rgb, ...] = (
    (0.10, 0.08, 0.07),
    (0.25, 0.16, 0.09),
    (0.45, 0.30, 0.16),
    (0.75, 0.62, 0.40),
    (0.55, 0.55, 0.55),
)
CLOTHS: tuple[Rgb, ...] = (
    (0.10, 0.10, 0.12), (0.85, 0.85, 0.86), (0.20, 0.32, 0.58), (0.62, 0.14, 0.18), (0.16, 0.42, 0.30),
    (0.48, 0.48, 0.50), (0.78, 0.48, 0.14), (0.45, 0.28, 0.55), (0.15, 0.45, 0.55), (0.88, 0.62, 0.68),
)  # fmt: skip
PLATES_M = (0.225, 0.225, 0.19, 0.16)


def stream(split: str, *numbers: int) -> np.random.Generator:
    """A source of chance of its own for each split: what one draws, no other ever sees."""
    return np.random.default_rng([zlib.crc32(split.encode()), *numbers])


def sample_body(rng: np.random.Generator) -> BodySpec:
    """A grown-up of any build."""
    female = bool(rng.random() < 0.5)
    return BodySpec(
        female=female,
        height_m=round(float(np.clip(rng.normal(1.66 if female else 1.79, 0.07), 1.50, 1.98)), 3),
        age=round(float(rng.uniform(0.60, 0.82)), 3),
        muscle=round(float(rng.uniform(0.40, 0.85)), 3),
        weight=round(float(rng.uniform(0.30, 0.72)), 3),
        proportions=round(float(rng.uniform(0.35, 0.80)), 3),
        legs=round(float(rng.uniform(0.34, 0.52)), 3),
        arms=round(float(rng.uniform(1.05, 1.15)), 3),
    )


def sample_outfit(rng: np.random.Generator, female: bool) -> Outfit:
    """Gym clothes: mostly close-fitting or a T-shirt, at times a hoodie or a bare back."""
    tops, weights = (("tight", "shirt", "hoodie", "none"), (0.48, 0.36, 0.08, 0.08 if not female else 0.0))
    top = str(rng.choice(tops, p=np.array(weights) / sum(weights)))
    bottoms = str(rng.choice(("tights", "shorts", "loose"), p=(0.5, 0.3, 0.2)))
    hair = str(
        rng.choice(("short", "long", "bun", "none"), p=(0.2, 0.4, 0.4, 0.0) if female else (0.75, 0.05, 0.05, 0.15))
    )
    colours = [CLOTHS[i] for i in rng.choice(len(CLOTHS), 3, replace=False)]
    return Outfit(
        top=top,  # type: ignore[arg-type]
        bottoms=bottoms,  # type: ignore[arg-type]
        hair=hair,  # type: ignore[arg-type]
        long_sleeves=bool(top == "hoodie" or rng.random() < 0.15),
        skin=SKINS[int(rng.integers(len(SKINS)))],
        top_colour=colours[0],
        bottoms_colour=colours[1],
        shoe_colour=colours[2],
        hair_colour=HAIRS[int(rng.integers(len(HAIRS)))],
    )


def sample_camera(rng: np.random.Generator, azimuth_deg: tuple[float, float]) -> CameraSpec:
    """A phone or laptop on a chair, a box or a tripod, on either side of the lifter."""
    sign = 1.0 if rng.random() < 0.5 else -1.0
    return CameraSpec(
        azimuth_deg=round(float(sign * rng.uniform(*azimuth_deg)), 1),
        fill=round(float(rng.uniform(0.60, 0.84)), 3),
        height_m=round(float(rng.uniform(0.45, 1.45)), 2),
        fov_deg=round(float(rng.uniform(36.0, 58.0)), 1),
        roll_deg=round(float(rng.normal(0.0, 1.0)), 2),
        off_centre=round(float(rng.uniform(-0.06, 0.06)), 3),
    )


def sample_scene(rng: np.random.Generator, bystanders: float) -> SceneSpec:
    """A room, its light and, by chance, somebody else."""
    return SceneSpec(
        room_seed=int(rng.integers(1_000_000)),
        bystander=bool(rng.random() < bystanders),
        light_deg=round(float(rng.uniform(-180.0, 180.0)), 0),
        brightness=round(float(rng.uniform(0.9, 1.4)), 2),
    )


def sample_film(rng: np.random.Generator) -> FilmSpec:
    """Sensor, shutter and compression."""
    return FilmSpec(
        rate_hz=30.0 if rng.random() < 0.8 else 25.0,
        blur_frames=2 if rng.random() < 0.2 else 1,
        noise=round(float(rng.uniform(1.0, 4.0)), 1),
        crf=int(rng.integers(22, 30)),
    )


def sample_movement(rng: np.random.Generator, lift: LiftName, plates: float) -> Movement:
    """A good way of doing a lift, within what people do."""
    side = "left" if rng.random() < 0.5 else "right"
    common = Movement(
        lift=lift,
        reps=2 if rng.random() < 0.7 else 3,
        stance=side,  # type: ignore[arg-type]
        lowering_s=_about(rng, 1.9, 0.3, 1.25),
        lifting_s=_about(rng, 1.5, 0.25, 0.9),
        top_s=_about(rng, 0.45, 0.15, 0.2),
        bottom_s=_about(rng, 0.2, 0.08, 0.08),
        hold_s=_about(rng, 0.9, 0.2, 0.5),
        knee_top_deg=_about(rng, 6.0, 2.0, 3.0),
        lockout_deg=round(float(rng.uniform(-1.0, 5.0)), 2),
        lumbar_bottom_deg=round(float(rng.uniform(0.0, 15.0)), 2),
        chest_deg=round(float(rng.uniform(-4.0, 12.0)), 2),
        look_deg=round(float(rng.uniform(-28.0, 6.0)), 2),
        rotation_deg=round(float(rng.uniform(-3.0, 7.0)), 2),
        drop_deg=round(float(rng.uniform(-2.0, 5.0)), 2),
        sway_m=round(float(rng.uniform(0.002, 0.006)), 4),
        toe_out_deg=round(float(rng.uniform(2.0, 18.0)), 1),
    )
    return MOTIONS[lift](rng, common, plates)


def _about(rng: np.random.Generator, middle: float, spread: float, least: float) -> float:
    return round(float(max(rng.normal(middle, spread), least)), 3)


def _bar(rng: np.random.Generator, plates: float) -> HeldLoad:
    plate = PLATES_M[int(rng.integers(len(PLATES_M)))] if rng.random() < plates else None
    mass = float(rng.integers(30, 90)) if plate is not None else 20.0
    return HeldLoad("barbell", mass, plate_m=plate, grip_m=round(float(rng.uniform(0.52, 0.66)), 2))


def _rdl(rng: np.random.Generator, m: Movement, plates: float) -> Movement:
    kind = rng.random()
    load = _bar(rng, plates) if kind < 0.75 else HeldLoad("two-dumbbells", float(rng.integers(10, 40)))
    return replace(
        m, load=load, hinge_bottom_deg=_about(rng, 88.0, 7.0, 70.0), knee_bottom_deg=_about(rng, 23.0, 5.0, 12.0),
        half_stance_m=round(float(rng.uniform(0.10, 0.17)), 3),
    )  # fmt: skip


def _deadlift(rng: np.random.Generator, m: Movement, plates: float) -> Movement:
    load = _bar(rng, plates) if rng.random() < 0.75 else HeldLoad("kettlebell", float(rng.integers(12, 33)))
    return replace(
        m, load=load, knee_bottom_deg=_about(rng, 78.0, 6.0, 64.0),
        half_stance_m=round(float(rng.uniform(0.12, 0.18)), 3),
        starts_low=bool(rng.random() < 0.4), bottom_s=_about(rng, 0.45, 0.15, 0.2),
    )  # fmt: skip


def _one_leg(rng: np.random.Generator, m: Movement, plates: float) -> Movement:
    kind, other_hand = rng.random(), "right" if m.stance == "left" else "left"
    if kind < 0.55:
        load = HeldLoad("dumbbell", float(rng.integers(6, 20)), side=other_hand)  # type: ignore[arg-type]
    else:
        load = HeldLoad("two-dumbbells", float(rng.integers(8, 30))) if kind < 0.8 else HeldLoad()
    return replace(
        m, load=load, hinge_bottom_deg=_about(rng, 82.0, 7.0, 62.0), knee_bottom_deg=_about(rng, 20.0, 4.0, 11.0),
        lowering_s=_about(rng, 2.1, 0.3, 1.4), free_knee_deg=round(float(rng.uniform(3.0, 30.0)), 1),
    )  # fmt: skip


def _thrust(rng: np.random.Generator, m: Movement, plates: float) -> Movement:
    bridge = rng.random() < 0.15
    return replace(
        m, load=HeldLoad() if bridge else _bar(rng, plates), starts_low=bool(rng.random() < 0.85),
        hinge_bottom_deg=_about(rng, 42.0 if bridge else 60.0, 5.0, 35.0),
        bench_m=0.0 if bridge else round(float(rng.uniform(0.36, 0.44)), 3),
        lumbar_bottom_deg=round(float(rng.uniform(0.0, 8.0)), 2),
        lowering_s=_about(rng, 1.5, 0.2, 1.15), lifting_s=_about(rng, 1.1, 0.2, 0.7),
        top_s=_about(rng, 0.6, 0.2, 0.25),
        shin_deg=round(float(rng.uniform(-6.0, 6.0)), 2),
    )  # fmt: skip


#: A way of doing each lift: needed of every lift that the lab teaches.
MOTIONS = one_for_each_lift(
    "lab/sampling.py: MOTIONS",
    {
        "rdl": _rdl,
        "deadlift": _deadlift,
        "single-leg-rdl": _one_leg,
        "kickstand-rdl": _one_leg,
        "hip-thrust": _thrust,
    },
)
