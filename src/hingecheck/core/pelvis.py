"""Pelvis rotation and drop in one-legged lifts, and which leg works: learnt in the lab, refused from behind."""

from __future__ import annotations

import numpy as np

from .insight import Insight
from .landmarks import Side, other
from .learned import PELVIS_QUANTITIES, WORKING_LEG_DEG
from .network import LEAST_TRUST
from .types import Series, View

#: From behind this azimuth the pelvis's front does not show and its turn cannot be told.
REAR_FROM_DEG = 130.0
#: Estimates with a greater standard error than these say nothing.
MOST_SIGMA_DEG = 14.0

BOTH_LEGS = "pelvis rotation and drop are measured in one-legged lifts"
NO_WEIGHTS = "pelvis rotation and drop need the weights that come with hingecheck"


def working_leg(seen: Insight) -> tuple[Side | None, float] | None:
    """Which leg works, from all trusted frames together.

    Returns
    -------
    (side, score) or None
        side None = both. score runs from 0, surely both, to 1, surely one. None where too little is trusted.
    """
    votes = seen.pelvis.trusted(PELVIS_QUANTITIES.index("working_leg"))
    if votes is None:
        return None
    lean = float(np.median(votes)) / WORKING_LEG_DEG
    score = min(abs(lean), 1.0)
    if score < 0.5:
        return None, score
    return (seen.near if lean > 0 else other(seen.near)), score


def rotation_and_drop(seen: Insight | None, view: View, working: Side | None) -> tuple[Series, Series] | str:
    """Rotation and drop of every frame, or why there are none.

    Parameters
    ----------
    seen : Insight or None
        None where no networks are at hand.
    view : View
    working : "left", "right" or None
        The stance leg; None where both work.

    Returns
    -------
    (rotation, drop) or str
        Degrees, positive opening towards the free leg and free side lower.
    """
    if working is None:
        return BOTH_LEGS
    if seen is None:
        return NO_WEIGHTS
    if abs(view.azimuth_deg) > REAR_FROM_DEG:
        return "from behind the turn of the pelvis cannot be told: film from the front, at 45° or from the side"
    to_free = 1.0 if working != seen.near else -1.0
    good = seen.pelvis.trust >= LEAST_TRUST
    out = []
    for column in (0, 1):
        value, sigma = seen.pelvis.value[:, column], seen.pelvis.sigma[:, column]
        kept = good & np.isfinite(value) & (sigma <= MOST_SIGMA_DEG)
        out.append(Series(np.where(kept, to_free * value, np.nan), np.where(kept, sigma, np.nan), "deg"))
    if not np.isfinite(out[0].value).any():
        return "the turn of the pelvis does not show clearly enough: film from the front or at 45°, whole body"
    return out[0], out[1]
