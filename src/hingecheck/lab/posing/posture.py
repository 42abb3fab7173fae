"""A lifter's posture over time in the contract's angles, with support and load."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np

from ...core.arrays import Floats
from ...core.landmarks import Side, other

FeetOnFloor = Literal["two", "one", "kickstand"]
HeldKind = Literal["none", "barbell", "two-dumbbells", "dumbbell", "kettlebell"]
Arms = Literal["hang", "wide", "hip"]


@dataclass(frozen=True, slots=True)
class Posture:
    """Posed angles over the frames of a clip [shape=(n,) each].

    Hip hinge and knee flexion are the working leg's, in the sagittal plane between joint centres. What is
    left, how far the whole body leans about the ankle, follows from balance: see `standing`.
    """

    hip_hinge_deg: Floats
    knee_flexion_deg: Floats
    lumbar_flexion_deg: Floats
    chest_flexion_deg: Floats  #: rounding of the upper back
    protraction_deg: Floats  #: shoulder blades drawn forward by the load
    neck_flexion_deg: Floats  #: of the head against the chest, looking down is positive
    pelvis_rotation_deg: Floats  #: opening towards the free leg
    pelvis_drop_deg: Floats  #: of the pelvis against its own long axis, free side lower
    twist_deg: Floats  #: of the chest against the pelvis, opening towards the free leg
    side_bend_deg: Floats  #: of the chest, left shoulder lower
    ahead_m: Floats  #: centre of mass ahead of the mid-foot
    sideways_m: Floats  #: body shifted to the lifter's left
    foot_roll_deg: Floats  #: wobble of the stance foot
    hop_m: Floats  #: stance foot off the floor
    free_thigh_deg: Floats  #: free thigh from straight down, forward positive
    free_knee_deg: Floats
    touch: Floats  #: 0 free foot in the air … 1 on the floor
    load_ahead_m: Floats  #: how far the load is held away from where it would brush the legs
    load_tilt_deg: Floats  #: left hand lower

    def __len__(self) -> int:
        return len(self.hip_hinge_deg)


def posture(count: int, **angles: Floats | float) -> Posture:
    """A posture with zeros for whatever is not named."""
    given = {name: np.broadcast_to(np.asarray(value, dtype=np.float64), (count,)) for name, value in angles.items()}
    return Posture(**{f.name: given.pop(f.name, np.zeros(count)) for f in fields(Posture)}, **given)


@dataclass(frozen=True, slots=True)
class HeldLoad:
    """What is lifted."""

    kind: HeldKind = "none"
    mass_kg: float = 0.0
    side: Side = "left"  #: the hand, where one hand holds it
    plate_m: float | None = None  #: radius of the plates on a bar; None is a bare bar
    grip_m: float = 0.62  #: between the hands on a bar


@dataclass(frozen=True, slots=True)
class Setup:
    """What does not change through a clip."""

    footing: FeetOnFloor = "two"
    stance: Side = "left"  #: the working leg where one leg works
    half_stance_m: float = 0.14  #: from the middle to each ankle, on two feet
    toe_out_deg: float = 10.0
    behind_m: float = 0.28  #: how far the kickstand's toes are behind the stance toes
    free_arms: Arms = "hang"  #: what hands without load do
    body_mass_kg: float = 65.0
    load: HeldLoad = HeldLoad()

    @property
    def free(self) -> Side:
        """The other leg."""
        return other(self.stance)

    @property
    def away(self) -> float:
        """+1 where the free leg is the left one: the side of +x."""
        return 1.0 if self.stance == "right" else -1.0
