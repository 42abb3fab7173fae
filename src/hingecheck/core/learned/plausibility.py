"""Plausibility of angles and leg lengths: impossible rows are masked, sigma is widened where legs are too short.

A plate before the knees of a lifter who lies draws the leg's landmarks along the bar or up to the hips. The networks
were taught on such pictures, yet err there by twice their sigma; from the side the short leg shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..filters import widened
from ..geometry import length
from ..landmarks import Side, other, point
from ..tracking.cleaning import CleanTrack
from ..tracking.view import SIDE_VIEW_LIMIT_DEG
from ..types import Series, View
from .network import Estimate
from .networks import JOINT_MEASURES, LEGS

#: Thigh + shank over hip to shoulder, of a lifter who lies, from the side: landmarks of held-out clips have a median
#: of 1.5, and errors stay as claimed down to the first of these; from the second on `WIDER` holds.
SHORT_LEG = (1.36, 1.25)
#: What errors of the leg's angles are multiplied by where it is that short (root mean square of error over sigma:
#: 2.0 hinge, 2.4 shank, 2.6 knee).
WIDER = 2.2
#: The angles that a leg's landmarks decide; the trunk's are seen from the outline.
OF_LEG = [JOINT_MEASURES.index(name) for name in ("hip_hinge_deg", "knee_flexion_deg", "shank_inclination_deg")]

#: Degrees that no lifter's joint leaves; measured ones stay between -40 and 150.
POSSIBLE_DEG = {"hip_hinge_deg": (-45.0, 160.0), "knee_flexion_deg": (-45.0, 165.0)}
#: So long before and after a frame that shows no body its neighbours are not believed either, seconds.
BESIDE_S = 0.2


def implausible_rows(series: Mapping[str, Series], rate_hz: float) -> NDArray[np.bool_]:
    """Rows in or beside which the angles are those of no body: the landmarks lie somewhere else [shape=(n,)]."""
    out = np.zeros(len(series["hip_hinge_deg"].value), dtype=bool)
    for name, (least, most) in POSSIBLE_DEG.items():
        value = series[name].value
        out |= np.isfinite(value) & ((value < least) | (value > most))
    if not out.any():
        return out
    return widened(out, max(1, round(BESIDE_S * rate_hz)))


def masked(series: Mapping[str, Series], rows: NDArray[np.bool_]) -> dict[str, Series]:
    """Series with nothing known in some rows."""
    if not rows.any():
        return dict(series)
    return {
        name: replace(one, value=np.where(rows, np.nan, one.value), sigma=np.where(rows, np.nan, one.sigma))
        for name, one in series.items()
    }


def widen_sigma(joints: Estimate, points: CleanTrack, near: Side, view: View) -> Estimate:
    """Joint angles of a leg of a lifter who lies, with the error they have where its landmarks are no leg.

    Parameters
    ----------
    joints : Estimate
        Of `networks.JOINT_QUANTITIES`.
    points : CleanTrack
    near : "left" or "right"
        The side that "near" stands for.
    view : View
        Only from the side a leg shows its length.
    """
    if view.off_side_deg > SIDE_VIEW_LIMIT_DEG:
        return joints
    widths = {leg: sigma_factor(points, near if leg != "far" else other(near)) for leg in LEGS}
    factors = np.ones(joints.sigma.shape[1])
    for leg, width in widths.items():
        factors[[LEGS.index(leg) * len(JOINT_MEASURES) + place for place in OF_LEG]] = width
    return replace(joints, sigma=joints.sigma * factors)


def sigma_factor(points: CleanTrack, side: Side) -> float:
    """How many times wider the errors of a side's leg are, 1 where it is as long as legs are."""
    return 1.0 + (WIDER - 1.0) * short_leg(points, side)


def short_leg(points: CleanTrack, side: Side) -> float:
    """Whether a lying lifter's landmarks of a side are no whole leg: 0 where it is as long as legs are … 1."""
    shoulder, hip, knee, ankle = (
        points.guessed_px[:, point(side, joint)] for joint in ("SHOULDER", "HIP", "KNEE", "ANKLE")
    )
    trunk = length(shoulder, hip)
    ratio = (length(hip, knee) + length(knee, ankle)) / np.where(trunk > 0, trunk, np.nan)
    known = ratio[np.isfinite(ratio)]
    if not len(known):
        return 0.0
    return float(np.interp(-np.median(known), [-SHORT_LEG[0], -SHORT_LEG[1]], [0.0, 1.0]))
