"""Faults put into a movement by degree: one function for each rule that can be posed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from ...core.lifts import row_of
from .movement import Movement

Degree = Literal[1, 2, 3]  #: mild, moderate, severe

Dial = Callable[[Movement, Degree], Movement]


def _pick(degree: Degree, mild: float, moderate: float, severe: float) -> float:
    return (mild, moderate, severe)[degree - 1]


def _hips_opening(m: Movement, d: Degree) -> Movement:
    return replace(m, rotation_deg=_pick(d, 14.0, 21.0, 32.0))


def _lumbar_rounding(m: Movement, d: Degree) -> Movement:
    rounding = _pick(d, 33.0, 40.0, 51.0)
    return replace(m, lumbar_bottom_deg=rounding, chest_deg=m.chest_deg + 0.2 * rounding)


def _back_dominant(m: Movement, d: Degree) -> Movement:
    deeper = 1.5 if m.lift == "deadlift" else 1.0  # the share counts against a deeper fold
    return replace(m, lumbar_bottom_deg=deeper * _pick(d, 25.0, 31.0, 40.0), lumbar_when=(0.0, 0.6), chest_deg=8.0)


def _balance_loss(m: Movement, d: Degree) -> Movement:
    reps = tuple(range(1, m.reps + 1))
    if d == 1:
        return replace(m, sway_m=0.022, wobble_deg=3.0)
    touched = reps[-1:] if d == 2 else reps
    if m.lift == "kickstand-rdl":
        return replace(m, sway_m=0.03, wobble_deg=4.0, hop_reps=touched)
    return replace(m, sway_m=0.02, wobble_deg=3.0, touch_reps=touched)


def _knee_locked(m: Movement, d: Degree) -> Movement:
    return replace(m, knee_bottom_deg=_pick(d, 5.5, 1.0, -5.0), knee_top_deg=_pick(d, 4.0, 1.0, -2.0))


def _knee_dominant(m: Movement, d: Degree) -> Movement:
    if m.lift == "deadlift":
        return replace(m, knee_bottom_deg=_pick(d, 114.0, 127.0, 138.0))
    hinge = 88.0 if m.hinge_bottom_deg is None else m.hinge_bottom_deg
    return replace(m, knee_bottom_deg=hinge * _pick(d, 0.58, 0.82, 1.12))


def _hips_rise_first(m: Movement, d: Degree) -> Movement:
    return replace(m, hips_first=_pick(d, 0.36, 0.46, 0.60))


def _range_too_deep(m: Movement, d: Degree) -> Movement:
    deep = replace(m, hinge_bottom_deg=_pick(d, 98.0, 106.0, 114.0))
    if m.lift == "rdl":
        return replace(deep, lumbar_bottom_deg=_pick(d, 34.0, 40.0, 47.0), lumbar_when=(0.2, 1.0))
    return replace(deep, rotation_deg=_pick(d, 13.0, 18.0, 26.0), rotation_when=(0.2, 1.0))


def _load_drifting(m: Movement, d: Degree) -> Movement:
    if m.lift == "rdl":  # upright shins: the bar starts nearer to the mid-foot
        return replace(m, load_ahead_m=_pick(d, 0.27, 0.36, 0.50))
    return replace(m, load_ahead_m=_pick(d, 0.14, 0.195, 0.24))


def _incomplete_lockout(m: Movement, d: Degree) -> Movement:
    return replace(m, lockout_deg=_pick(d, 12.5, 20.0, 30.0), knee_top_deg=m.knee_top_deg + _pick(d, 2.0, 5.0, 8.0))


def _overextended_lockout(m: Movement, d: Degree) -> Movement:
    if m.lift == "hip-thrust":
        return replace(m, lockout_deg=_pick(d, -7.5, -12.0, -17.0), lumbar_top_deg=_pick(d, -14.0, -20.0, -26.0))
    held = row_of(m.lift).limit_of("overextended-lockout") == "overextended_lockout_held"
    back = _pick(d, -12.5, -17.5, -24.0) if held else _pick(d, -8.0, -12.5, -19.0)
    return replace(m, lockout_deg=back, lumbar_top_deg=_pick(d, -8.0, -12.0, -16.0))


def _shin_angle(m: Movement, d: Degree) -> Movement:
    sign = -1.0 if m.shin_deg < 0 else 1.0
    return replace(m, shin_deg=sign * _pick(d, 12.5, 17.5, 24.0))


def _uneven_sides(m: Movement, d: Degree) -> Movement:
    return replace(m, tilt_deg=_pick(d, 6.5, 10.0, 15.0))


def _fast_lowering(m: Movement, d: Degree) -> Movement:
    return replace(m, lowering_s=_pick(d, 0.85, 0.6, 0.4), pace_variation=0.03)


def _load_side(m: Movement, d: Degree) -> Movement:
    return replace(m, load=replace(m.load, side=m.stance))


def _form_drift(m: Movement, d: Degree) -> Movement:
    return replace(m, reps=max(m.reps, 6), late_change_deg=_pick(d, -11.0, -16.0, -24.0))


#: Rule → how to pose it. `felt` has no posture.
DIALS: dict[str, Dial] = {
    "hips-opening": _hips_opening,
    "back-dominant": _back_dominant,
    "lumbar-rounding": _lumbar_rounding,
    "balance-loss": _balance_loss,
    "knee-locked": _knee_locked,
    "knee-dominant": _knee_dominant,
    "hips-rise-first": _hips_rise_first,
    "range-too-deep": _range_too_deep,
    "load-drifting": _load_drifting,
    "incomplete-lockout": _incomplete_lockout,
    "overextended-lockout": _overextended_lockout,
    "shin-angle": _shin_angle,
    "uneven-sides": _uneven_sides,
    "fast-lowering": _fast_lowering,
    "load-side": _load_side,
    "form-drift": _form_drift,
}


def apply_fault(movement: Movement, rule: str, degree: Degree) -> Movement:
    """The movement with a fault of a degree: 1 mild, 2 moderate, 3 severe."""
    return DIALS[rule](movement, degree)
