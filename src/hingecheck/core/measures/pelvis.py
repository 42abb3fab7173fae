"""Pelvis rotation and drop over time in one-legged lifts, from the pelvis network.

Unavailable with a reason on two legs, from behind, and where no frame is estimated well enough.
"""

from __future__ import annotations

import numpy as np

from ..learned.estimates import FrameEstimates
from ..learned.network import MIN_TRUST
from ..phrases import N_
from ..types import Series, Unavailable, View
from .observation import Observation
from .stance import Stance

#: From behind this azimuth the pelvis's front does not show and its turn cannot be told.
REAR_FROM_DEG = 130.0
#: Estimates with a greater standard error than these say nothing.
MAX_SIGMA_DEG = 14.0

BOTH_LEGS = Unavailable(N_("pelvis rotation and drop are measured in one-legged lifts"))
NO_NETWORKS = Unavailable(
    N_("the pelvis is told by networks: there are none, or this lift is unlike those they were fitted to")
)
FROM_BEHIND = Unavailable(
    N_("from behind the turn of the pelvis cannot be told: film from the front, at 45° or from the side")
)
UNCLEAR = Unavailable(
    N_("the turn of the pelvis does not show clearly enough: film from the front or at 45°, whole body")
)


def pelvis_measures(observed: Observation, stance: Stance | None) -> dict[str, Series | Unavailable]:
    """``pelvis_rotation_deg`` and ``pelvis_drop_deg``; `stance` is None where both legs work."""
    found = rotation_and_drop(observed.estimates, observed.view, stance)
    rotation, drop = (found, found) if isinstance(found, Unavailable) else found
    return {"pelvis_rotation_deg": rotation, "pelvis_drop_deg": drop}


def rotation_and_drop(
    estimates: FrameEstimates | None, view: View, stance: Stance | None
) -> tuple[Series, Series] | Unavailable:
    """Rotation and drop of every frame, or why there are none.

    Parameters
    ----------
    estimates : FrameEstimates or None
        None where no networks are at hand.
    view : View
    stance : Stance or None
        None where both legs work.

    Returns
    -------
    (rotation, drop) or Unavailable
        Degrees, positive opening towards the free leg and free side lower.
    """
    if stance is None:
        return BOTH_LEGS
    if estimates is None:
        return NO_NETWORKS
    if abs(view.azimuth_deg) > REAR_FROM_DEG:
        return FROM_BEHIND
    to_free = stance.toward(estimates.near)
    good = estimates.pelvis.trust >= MIN_TRUST
    out = []
    for column in (0, 1):
        value, sigma = estimates.pelvis.value[:, column], estimates.pelvis.sigma[:, column]
        kept = good & np.isfinite(value) & (sigma <= MAX_SIGMA_DEG)
        out.append(Series(np.where(kept, to_free * value, np.nan), np.where(kept, sigma, np.nan), "deg"))
    if not np.isfinite(out[0].value).any():
        return UNCLEAR
    return out[0], out[1]
