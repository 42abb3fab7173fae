"""Segment masses, lengths and centres of mass, from body mass, height and sex.

Masses, lengths and centres: de Leva 1996 (J Biomech 29:1223, table 4), trunk from mid-shoulder to mid-hip, shank to
the ankle joint's centre. The part above L5/S1: Dumas 2007 (J Biomech 40:543), which has that joint as an end.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from ..known_facts import Sex


@dataclass(frozen=True, slots=True)
class Build:
    """What the lifter said of her body."""

    body_mass_kg: float
    height_m: float
    sex: Sex | None = None  #: None: the mean of both tables


@dataclass(frozen=True, slots=True)
class Segments:
    """Masses (of both sides together where there are two) as shares of the body's, lengths as shares of its height.

    Centres are shares of the segment's length: of the trunk from the hips, of thigh and shank from their upper end,
    of the arm from the shoulder to the hand. What `segments_of` gives is in kilograms and metres instead.
    """

    trunk_mass: float
    trunk_length: float
    trunk_centre: float
    head_mass: float
    head_centre_above_hip: float  #: along the trunk, hip to the middle of head and neck
    arms_mass: float
    arm_length: float  #: shoulder to the grip
    arm_centre: float
    thighs_mass: float
    thigh_length: float
    thigh_centre: float
    shanks_mass: float
    shank_length: float
    shank_centre: float
    feet_mass: float
    mid_foot_ahead: float  #: of the ankle
    torso_mass: float  #: above L5/S1, without head and arms
    torso_centre_above: float  #: along the trunk, L5/S1 to the torso's centre
    lumbosacral_above_hip: float  #: along the pelvis's long axis

    @property
    def leg_length(self) -> float:
        """Thigh and shank."""
        return self.thigh_length + self.shank_length


#: Heights of the people measured: de Leva's men and women, and Dumas's.
_MAN_M, _WOMAN_M, _MAN_DUMAS_M, _WOMAN_DUMAS_M = 1.741, 1.735, 1.77, 1.61
#: Middle of the shoe ahead of the ankle's centre, for a man of 1.75 m (biomechanics reference, 2.5).
_MID_FOOT = 0.064 / 1.75

MAN = Segments(
    trunk_mass=0.4346,
    trunk_length=0.5155 / _MAN_M,
    trunk_centre=1.0 - 0.4310,
    head_mass=0.0694,
    head_centre_above_hip=(0.6033 + (1.0 - 0.5002) * 0.2429) / _MAN_M,
    arms_mass=2 * (0.0271 + 0.0162 + 0.0061),
    arm_length=(0.2817 + 0.2689) / _MAN_M,
    arm_centre=0.47,
    thighs_mass=2 * 0.1416,
    thigh_length=0.4222 / _MAN_M,
    thigh_centre=0.4095,
    shanks_mass=2 * 0.0433,
    shank_length=0.4403 / _MAN_M,
    shank_centre=0.4395,
    feet_mass=2 * 0.0137,
    mid_foot_ahead=_MID_FOOT,
    torso_mass=0.333,
    torso_centre_above=(1.0 - 0.420) * 0.477 / _MAN_DUMAS_M,
    lumbosacral_above_hip=0.094 / _MAN_DUMAS_M,
)
WOMAN = Segments(
    trunk_mass=0.4257,
    trunk_length=0.4979 / _WOMAN_M,
    trunk_centre=1.0 - 0.3782,
    head_mass=0.0668,
    head_centre_above_hip=(0.6148 + (1.0 - 0.4841) * 0.2437) / _WOMAN_M,
    arms_mass=2 * (0.0255 + 0.0138 + 0.0056),
    arm_length=(0.2751 + 0.2643) / _WOMAN_M,
    arm_centre=0.47,
    thighs_mass=2 * 0.1478,
    thigh_length=0.3685 / _WOMAN_M,
    thigh_centre=0.3612,
    shanks_mass=2 * 0.0481,
    shank_length=0.4386 / _WOMAN_M,
    shank_centre=0.4352,
    feet_mass=2 * 0.0129,
    mid_foot_ahead=_MID_FOOT,
    torso_mass=0.304,
    torso_centre_above=(1.0 - 0.436) * 0.429 / _WOMAN_DUMAS_M,
    lumbosacral_above_hip=0.107 / _WOMAN_DUMAS_M,
)


def segments_of(build: Build) -> Segments:
    """The segments of one body: masses in kilograms, lengths in metres, centres as shares.

    Parameters
    ----------
    build : Build
    """
    out = {}
    for field in fields(Segments):
        man, woman = getattr(MAN, field.name), getattr(WOMAN, field.name)
        share = {"male": man, "female": woman, None: 0.5 * (man + woman)}[build.sex]
        out[field.name] = share * _unit(field.name, build)
    return Segments(**out)


def _unit(name: str, build: Build) -> float:
    """What a share of the table is a share of."""
    if name.endswith("_mass"):
        return build.body_mass_kg
    return 1.0 if name in ("trunk_centre", "arm_centre", "thigh_centre", "shank_centre") else build.height_m
