"""Legs whose knee or ankle is not seen, or whose shank is too short to be right: networks guess such joints."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..arrays import Floats
from ..geometry import length, turned_away_deg
from ..tracking.joints import of_standing_leg
from ..tracking.uncertainty import Wider
from ..types import Motion


class _Unseen(NamedTuple):
    """So many degrees are not known of a measure where a joint of the leg is not seen."""

    joint: str
    lying: bool
    measure: str
    besides_deg: float


#: Root mean squares of what the lab's rows were off by there from the side, and what had been claimed: shank 14.7
#: for 4.4 and knee 15.4 for 8.4 of who stands, hinge 17.8 for 8.2 and trunk 7.4 for 6.3 of who lies. Against what an
#: eye marked in 18 pictures of lifters whose ankles hide behind plates, shanks were off by 9.7 for 4.
UNSEEN = (
    _Unseen("ANKLE", False, "shank_inclination_deg", 11.0),
    _Unseen("ANKLE", False, "knee_flexion_deg", 12.0),
    _Unseen("KNEE", True, "hip_hinge_deg", 14.0),
    _Unseen("KNEE", True, "trunk_inclination_deg", 5.0),
)
#: From the side a shank is so long in the picture, of thigh and shank together, however it leans. A shorter one has
#: its ankle drawn higher, as on a plate's rim: shank and knee are off by this share of the angle between. Of the
#: lab's with shares of 0.35 to 0.40 and 0.40 to 0.45 shanks were by 6.6 and 3.7° of 4.3 and 2.4 that were claimed.
WHOLE, OF_ANGLE = 0.45, 0.15


def doubts_of_unseen_joints(motion: Motion) -> dict[str, Wider]:
    """How much less sure angles are where the working leg's joints are not seen, by name."""
    short_deg = _of_short_shanks_deg(motion)
    besides_deg = {"shank_inclination_deg": short_deg, "knee_flexion_deg": short_deg}
    for one in UNSEEN:
        if one.lying == motion.face_up:
            unseen = ~np.isfinite(of_standing_leg(motion.image_px, motion.stands_left, one.joint)).all(axis=(1, 2))
            before = besides_deg.get(one.measure, np.zeros(len(unseen)))
            besides_deg[one.measure] = np.where(unseen, one.besides_deg, before)
    return {name: Wider(besides=deg) for name, deg in besides_deg.items()}


def _of_short_shanks_deg(motion: Motion) -> Floats:
    """Error of a shank drawn too short, degrees [shape=(n,)]; none of who lies, or is not seen from the side.

    Who stands on one leg has no plates before her feet.
    """
    if motion.face_up or motion.working_side != "both" or motion.view.name != "side":
        return np.zeros(len(motion))
    shank_px = of_standing_leg(motion.image_px, motion.stands_left, "KNEE", "ANKLE")
    share = np.nan_to_num(length(shank_px[:, 0], shank_px[:, 1]) / motion.leg_px, nan=WHOLE)
    return OF_ANGLE * turned_away_deg(share, WHOLE)
