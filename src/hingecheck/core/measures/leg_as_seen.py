"""The leg of who stands on one, as the picture shows it where the networks know none like it.

The lab poses its thigh by 4 to 26° forward of upright, 9 to 47 with the back toes down, and the networks pull what is
further, or not like it, towards that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..arrays import Floats, Mask
from ..landmarks import LEFT, RIGHT, point
from ..types import Series
from .observation import Observation
from .stance import Stance

#: The networks take so many degrees from the thigh that landmarks show, at most: of 38 reps on one leg in the lab,
#: from the side, they take 7 where it is the near one, and add 2 and more to a far one. Of two real lifters they took
#: 19 and 32: thighs of 27 and 44° by eye, called 8 and 12.
TAKEN_DEG = 8.0
#: A knee that the networks call hidden, while hip, knee and ankle are seen so surely, is not: it is the landmarks'
#: own, with this error at least, degrees. The lab's err by 7 (root mean square), and none is called hidden there.
SEEN, KNEE_SIGMA_DEG = 0.8, 9.0
LEG = ("HIP", "KNEE", "ANKLE")


def with_leg_as_seen(
    angles: Mapping[str, Series], raw: Mapping[str, Series], observed: Observation, stance: Stance
) -> dict[str, Series]:
    """Hinge and knee of the working leg with what networks took too much of its thigh, and knees that they miss.

    Parameters
    ----------
    angles : mapping
        The working leg's, by the contract's names.
    raw : mapping
        The same of the same leg as landmarks have them.
    observed : Observation
    stance : Stance
        Which leg is measured.

    Returns
    -------
    dict of str to Series
        As they are but for one-legged lifts seen from the side: hinge is trunk + thigh, and knee thigh + shank.
    """
    if not (stance.one_leg and observed.side_view) or observed.face_up:
        return dict(angles)
    taken_deg = _thigh_deg(raw) - _thigh_deg(angles)
    too_much_deg = np.nan_to_num(np.maximum(taken_deg - TAKEN_DEG, 0.0))
    bent = ("hip_hinge_deg", "knee_flexion_deg")
    mended = {
        name: replace(one, value=one.value + too_much_deg) if name in bent else one for name, one in angles.items()
    }
    return {**mended, "knee_flexion_deg": _with_seen(mended["knee_flexion_deg"], raw, _leg_shows(observed, stance))}


def _with_seen(knee: Series, raw: Mapping[str, Series], shows: Mask) -> Series:
    """A knee with the landmarks' own where it is not known and its leg shows."""
    own = raw["knee_flexion_deg"]
    lacks = ~np.isfinite(knee.value) & shows
    sigma = np.maximum(own.sigma, KNEE_SIGMA_DEG)
    return replace(knee, value=np.where(lacks, own.value, knee.value), sigma=np.where(lacks, sigma, knee.sigma))


def _leg_shows(observed: Observation, stance: Stance) -> Mask:
    """Rows in which the working leg is seen from hip to ankle [shape=(n,)]."""
    visibility = observed.points.visibility
    left, right = (visibility[:, [point(side, joint) for joint in LEG]].min(axis=1) for side in (LEFT, RIGHT))
    return np.asarray(np.where(stance.left, left, right) >= SEEN)


def _thigh_deg(angles: Mapping[str, Series]) -> Floats:
    """How far the thigh leans [shape=(n,)]."""
    return np.asarray(angles["hip_hinge_deg"].value - angles["trunk_inclination_deg"].value)
