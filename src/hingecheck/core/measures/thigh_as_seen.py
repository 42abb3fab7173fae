"""The thigh of who stands on one leg, as far as the picture shows it further forward than the networks say.

The lab poses such thighs by 3 to 26° forward of upright, and the networks pull what is further towards that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..arrays import Floats
from ..types import Series
from .observation import Observation
from .stance import Stance

#: The networks take so many degrees from the thigh that landmarks show, at the most: of 38 reps on one leg in the lab,
#: from the side, they take 7 at most, and 5 in one of ten, where it is the near one, and add 2 and more to a far one.
#: Of two real lifters they took 19 and 32: thighs of 27 and 44° by eye, called 8 and 12.
TAKEN_DEG = 5.0


def with_thigh_as_seen(
    angles: Mapping[str, Series], raw: Mapping[str, Series], observed: Observation, stance: Stance
) -> dict[str, Series]:
    """Hinge and knee of the working leg with what the networks took too much of their thigh.

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
    return {
        name: replace(one, value=one.value + too_much_deg) if name in bent else one for name, one in angles.items()
    }


def _thigh_deg(angles: Mapping[str, Series]) -> Floats:
    """How far the thigh leans [shape=(n,)]."""
    return np.asarray(angles["hip_hinge_deg"].value - angles["trunk_inclination_deg"].value)
