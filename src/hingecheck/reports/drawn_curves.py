"""The measures that pages draw over time."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.phrases import N_


@dataclass(frozen=True, slots=True)
class Curve:
    """One measure that the page draws."""

    measure: str
    title: str
    about: str  #: what up and down mean
    shows: tuple[str, ...] = ()  #: measures of findings that are marked on this curve
    limited: bool = False  #: a finding's limit is a height of this very curve: it is drawn


#: What is drawn, in order; a measure that the video does not give is left out.
CURVES = (
    Curve("hip_hinge_deg", N_("Hip hinge"), N_("0° is straight, up is folding at the hip"), ("hip_hinge_deg",)),
    Curve(
        "knee_flexion_deg",
        N_("Knee bend"),
        N_("0° is straight, up is bending"),
        ("knee_flexion_deg", "knee_to_hip_ratio"),
    ),
    Curve(
        "trunk_inclination_deg",
        N_("Trunk lean"),
        N_("0° is upright, 90° is level"),
        ("trunk_inclination_deg", "trunk_tip_deg", "trunk_lean_back_deg"),
    ),
    Curve(
        "lumbar_flexion_deg",
        N_("Low back"),
        N_("0° is neutral, up is rounding, down is arching"),
        ("lumbar_flexion_deg", "lumbar_share"),
        limited=True,
    ),
    Curve(
        "pelvis_rotation_deg",
        N_("Hips opening"),
        N_("0° is square, up is opening"),
        ("pelvis_rotation_deg",),
        limited=True,
    ),
    Curve("pelvis_drop_deg", N_("Hip drop"), N_("0° is level, up is the free side lower"), ("pelvis_drop_deg",)),
    Curve(
        "load_speed_m_s",
        N_("Speed of the load"),
        N_("metres a second: 0 is still, up is rising, down is sinking"),
    ),
)
