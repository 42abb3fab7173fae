"""Pelvis rotation and drop in one-legged lifts: learnt in the lab, refused from behind."""

from __future__ import annotations

import numpy as np

from ..learned.estimates import FrameEstimates
from ..learned.network import MIN_TRUST
from ..types import Series, View
from .stance import Stance

#: From behind this azimuth the pelvis's front does not show and its turn cannot be told.
REAR_FROM_DEG = 130.0
#: Estimates with a greater standard error than these say nothing.
MAX_SIGMA_DEG = 14.0

BOTH_LEGS = "pelvis rotation and drop are measured in one-legged lifts"
NO_WEIGHTS = "pelvis rotation and drop need the weights that come with hingecheck"


def rotation_and_drop(seen: FrameEstimates | None, view: View, stance: Stance | None) -> tuple[Series, Series] | str:
    """Rotation and drop of every frame, or why there are none.

    Parameters
    ----------
    seen : FrameEstimates or None
        None where no networks are at hand.
    view : View
    stance : Stance or None
        None where both legs work.

    Returns
    -------
    (rotation, drop) or str
        Degrees, positive opening towards the free leg and free side lower.
    """
    if stance is None:
        return BOTH_LEGS
    if seen is None:
        return NO_WEIGHTS
    if abs(view.azimuth_deg) > REAR_FROM_DEG:
        return "from behind the turn of the pelvis cannot be told: film from the front, at 45° or from the side"
    to_free = stance.toward(seen.near)
    good = seen.pelvis.trust >= MIN_TRUST
    out = []
    for column in (0, 1):
        value, sigma = seen.pelvis.value[:, column], seen.pelvis.sigma[:, column]
        kept = good & np.isfinite(value) & (sigma <= MAX_SIGMA_DEG)
        out.append(Series(np.where(kept, to_free * value, np.nan), np.where(kept, sigma, np.nan), "deg"))
    if not np.isfinite(out[0].value).any():
        return "the turn of the pelvis does not show clearly enough: film from the front or at 45°, whole body"
    return out[0], out[1]
