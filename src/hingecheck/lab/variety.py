"""Random movements for fitting: every angle drawn on its own over all that bodies do in these lifts.

A validation set deals out named faults by degree. A regressor fitted to those would learn which faults go
together; so here each angle is drawn on its own, over all that bodies do in these lifts and a little beyond.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .filming.outfit import Outfit
from .posing.movement import Movement
from .posing.timeline import WHOLE, Interval


def random_movement(rng: np.random.Generator, movement: Movement) -> Movement:
    """The lift of `movement` done in any way, in a single rep or two.

    Parameters
    ----------
    rng : numpy.random.Generator
    movement : Movement
        Lift, stance, load and stance width are kept.
    """
    common = replace(
        movement,
        reps=1 if rng.random() < 0.8 else 2,
        hold_s=_between(rng, 0.4, 0.7),
        lowering_s=_between(rng, 0.6, 2.4),
        lifting_s=_between(rng, 0.6, 2.0),
        top_s=_between(rng, 0.2, 0.4),
        knee_top_deg=_between(rng, -2.0, 18.0),
        lockout_deg=_between(rng, -16.0, 8.0) if rng.random() < 0.35 else _between(rng, 0.0, 30.0),
        look_deg=_between(rng, -30.0, 25.0),
        chest_deg=_between(rng, -6.0, 28.0),
        rotation_deg=_between(rng, -8.0, 42.0),
        rotation_when=_window(rng),
        drop_deg=_between(rng, -8.0, 14.0),
        sway_m=_between(rng, 0.002, 0.02),
        toe_out_deg=_between(rng, 0.0, 28.0),
    )
    if movement.lift == "hip-thrust":
        return _thrust(rng, common)
    return _standing(rng, common)


def random_clothes(rng: np.random.Generator, outfit: Outfit) -> Outfit:
    """Loose tops as often as close-fitting ones."""
    top = str(rng.choice(("tight", "shirt", "hoodie", "none"), p=(0.35, 0.40, 0.18, 0.07)))
    return replace(outfit, top=top, long_sleeves=outfit.long_sleeves or top == "hoodie")  # type: ignore[arg-type]


def _standing(rng: np.random.Generator, m: Movement) -> Movement:
    deep = {"rdl": (55.0, 114.0), "single-leg-rdl": (45.0, 112.0), "kickstand-rdl": (50.0, 112.0)}.get(m.lift)
    hinge = None if deep is None else _between(rng, *deep)
    if hinge is None:
        knee = _between(rng, 45.0, 138.0)
    else:
        knee = _between(rng, -5.0, 45.0) if rng.random() < 0.7 else _between(rng, 0.45, 1.1) * hinge
    return replace(
        m,
        hinge_bottom_deg=hinge,
        knee_bottom_deg=knee,
        lumbar_bottom_deg=_between(rng, -10.0, 60.0),
        lumbar_top_deg=_between(rng, -14.0, 12.0),
        lumbar_when=_window(rng),
        hips_first=_between(rng, 0.0, 0.6) if m.lift == "deadlift" and rng.random() < 0.4 else 0.0,
        load_ahead_m=_between(rng, 0.0, 0.22) if rng.random() < 0.3 else 0.0,
        free_knee_deg=_between(rng, 3.0, 60.0),
    )


def _thrust(rng: np.random.Generator, m: Movement) -> Movement:
    return replace(
        m,
        hinge_bottom_deg=_between(rng, 32.0, 52.0) if m.bench_m <= 0 else _between(rng, 40.0, 75.0),
        lumbar_bottom_deg=_between(rng, -6.0, 18.0),
        lumbar_top_deg=_between(rng, -26.0, 8.0),
        shin_deg=_between(rng, -24.0, 24.0),
    )


def _between(rng: np.random.Generator, low: float, high: float) -> float:
    return round(float(rng.uniform(low, high)), 3)


def _window(rng: np.random.Generator) -> Interval:
    """The part of the lowering in which something happens."""
    if rng.random() < 0.5:
        return WHOLE
    first = _between(rng, 0.0, 0.5)
    return first, _between(rng, first + 0.4, 1.0)
