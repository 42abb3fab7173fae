"""A lifter's leg from look to look, the measure of what is looked for; and whether he lies, where plates hide it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.landmarks import both
from ...core.tracking.cleaning import LIES_LEG
from ...core.tracking.trails import longer_leg_px
from ...core.types import Person

#: Of two looks the longer leg counts, less so much: one that points to the camera is short in the picture. That of
#: who lies is hidden by plates for seconds.
SHRINKS, SHRINKS_LYING = 0.03, 0.004
#: Of one who lies with straight hips a shoulder is this far from its knee, leg lengths: 9 rendered lifters without
#: plates, from the side.
STRAIGHT_LEG = 1.12
#: Whose shoulders are no higher above the lower ankle than `LIES_LEG` lies: in most looks of late, as people who are
#: read in a heap behind plates do for a moment too. Weight of a new look in that. Who lies does so until they are
#: higher than this, leg lengths: in the bottom of a thrust less is seen of the leg.
MOSTLY, NEW, LAY_LEG = 0.5, 0.15, 0.9
SHOULDERS, KNEES, ANKLES = (both(joint) for joint in ("SHOULDER", "KNEE", "ANKLE"))


@dataclass(frozen=True, slots=True)
class Leg:
    """What is known of it after some looks."""

    length_px: float = 0.0
    lying: float = 0.0  #: the share of late looks in which its owner lies

    @property
    def lies(self) -> bool:
        """Whether its owner lies."""
        return self.lying > MOSTLY


def leg_after(leg: Leg, person: Person) -> Leg:
    """The leg after another look."""
    length_px, reach_px = longer_leg_px(person.image_px), _reach_px(person) / STRAIGHT_LEG
    if not np.isfinite(length_px):
        return leg
    shoulders_px, floor_px = person.image_px[SHOULDERS, 1].mean(), person.image_px[ANKLES, 1].max()
    lies = floor_px - shoulders_px < (LAY_LEG if leg.lies else LIES_LEG) * max(length_px, reach_px, leg.length_px)
    lying = leg.lying + NEW * (float(lies) - leg.lying)
    if lying <= MOSTLY:
        return Leg(max(length_px, (1.0 - SHRINKS) * leg.length_px), lying)
    return Leg(max(length_px, reach_px, (1.0 - SHRINKS_LYING) * leg.length_px), lying)


def about_hips_px(person: Person) -> Floats:
    """Where a lying lifter's plates are looked for, between shoulders and knees [shape=(2,)].

    What is lifted lies on the hips; plates hide hands and hips, and both are drawn anywhere then.
    """
    return np.asarray(person.image_px[SHOULDERS + KNEES].mean(axis=0))


def _reach_px(person: Person) -> float:
    """How far a shoulder is from its knee."""
    away = person.image_px[SHOULDERS] - person.image_px[KNEES]
    return float(np.hypot(away[:, 0], away[:, 1]).max())
