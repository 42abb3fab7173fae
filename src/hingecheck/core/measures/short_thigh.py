"""Thighs too short to be right: from the side a thigh is as long in the picture however it is bent."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..arrays import Floats, Mask
from ..filters import widened
from ..geometry import length, turned_away_deg
from ..tracking.joints import of_standing_leg
from ..tracking.uncertainty import Wider
from ..types import Series
from .observation import Observation
from .stance import Stance

#: Of thigh and shank together, the thigh in the picture is this long at least where it is read right: 0.41 to 0.58 at
#: the tops and bottoms of 20 real clips from the side, 0.34 where one stood straight behind a plate and legs were
#: guessed bent before it. …
SHORTEST = 0.36
#: … of one whose trunk is within so many degrees of upright: bent, hinges of such thighs err as claimed. …
UPRIGHT_DEG = 35.0
#: … One that is seen in full is so long. A shorter one is turned out of the picture's plane, which hips do not let
#: it, or read somewhere else: the hinge is off by this share of the angle between. Of that one who stood straight it
#: was by 34° at 47°; the lab's rows from the side, most of them bent, are off by 9 to 13° at 45 to 60°.
WHOLE, OF_ANGLE = 0.5, 0.55
#: Beside rows in which the hinge goes faster than this, and so long before and after, it does not tell: what is
#: smoothed there is short (in a film at eight times its speed, at the bottoms).
FAST_DEG_S, BESIDE_S = 180.0, 0.25


def doubts_of_short_thighs(angles: Mapping[str, Series], observed: Observation, stance: Stance) -> dict[str, Wider]:
    """How much less sure the hinge is where who stands shows too short a thigh from the side.

    Parameters
    ----------
    angles : mapping
        The working leg's, by the contract's names.
    observed : Observation
    stance : Stance
        Which leg is measured.
    """
    hinge, trunk = angles["hip_hinge_deg"], angles["trunk_inclination_deg"]
    upright = np.nan_to_num(trunk.value, nan=np.inf) < UPRIGHT_DEG
    tells = upright & ~_fast(hinge.value, observed.rate_hz)
    besides_deg = np.where(tells, _besides_deg(observed, stance), 0.0)
    return {"hip_hinge_deg": Wider(besides=besides_deg)}


def _besides_deg(observed: Observation, stance: Stance) -> Floats:
    """Error of a thigh too short, degrees [shape=(n,)]; none of who lies, or is not seen from the side."""
    points = observed.points
    if observed.face_up or not observed.side_view:
        return np.zeros(len(points.time_s))
    thigh_px = of_standing_leg(points.guessed_px, stance.left, "HIP", "KNEE")
    share = length(thigh_px[:, 0], thigh_px[:, 1]) / points.leg_px
    return np.where(share < SHORTEST, OF_ANGLE * turned_away_deg(share, WHOLE), 0.0)


def _fast(hinge_deg: Floats, rate_hz: float) -> Mask:
    """Rows in which, or beside which, the hinge goes too fast for lengths to tell [shape=(n,)]."""
    if len(hinge_deg) < 2:
        return np.zeros(len(hinge_deg), dtype=bool)
    speeds_deg_s = np.nan_to_num(np.abs(np.gradient(hinge_deg))) * rate_hz
    return widened(speeds_deg_s > FAST_DEG_S, max(1, round(BESIDE_S * rate_hz)))
