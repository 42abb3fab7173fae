"""Feet and load as the networks see them: a foot behind the other, hands ahead of the feet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..arrays import Floats
from ..learned.estimates import FrameEstimates
from ..learned.network import MIN_TRUST
from ..learned.networks import HUNDREDTHS, STANCE_QUANTITIES, SURE_DEG
from ..lifts import LIFTS, LiftName
from ..types import Motion, Series, View
from .stance import Stance

#: Name of the free foot's height among a motion's series by side: no measure of the contract.
FREE_FOOT = "free_foot_leg"
#: How far ahead of the feet the hands are, the load with them.
LOAD_OFFSETS = ("load_offset_leg", "load_offset_m")
#: Share of a rep's rows that must be known to speak of its sway.
MIN_KNOWN = 0.6

ONE_LEGGED = "balance is measured in one-legged lifts"
NO_WEIGHTS = "balance needs the weights that come with hingecheck"
UNSEEN = "feet and trunk do not show clearly enough to tell balance: the whole body in the picture, feet too"


def foot_measures(seen: FrameEstimates | None, stance: Stance) -> dict[str, Series] | str:
    """The free foot in every frame, or why it is not known.

    Returns
    -------
    dict of str to Series, or str
        `FREE_FOOT`: height of the free ankle above the stance ankle, in leg lengths.
    """
    if not stance.one_leg:
        return ONE_LEGGED
    if seen is None:
        return NO_WEIGHTS
    good = seen.stance.trust >= MIN_TRUST
    if good.mean() < MIN_KNOWN:
        return UNSEEN

    def of(name: str, sign: Floats | float = 1.0) -> Series:
        column = STANCE_QUANTITIES.index(name)
        value, sigma = seen.stance.value[:, column] / HUNDREDTHS, seen.stance.sigma[:, column] / HUNDREDTHS
        return Series(np.where(good, sign * value, np.nan), np.where(good, sigma, np.nan), "leg")

    return {FREE_FOOT: of("foot_above", stance.toward(seen.near))}


def kickstand_probability(seen: FrameEstimates | None) -> float | None:
    """How likely the free foot rests on the floor, 0 … 1; None where too few frames are trusted."""
    if seen is None:
        return None
    said = seen.stance.trusted(STANCE_QUANTITIES.index("kickstand"))
    if said is None:
        return None
    return float(1.0 / (1.0 + np.exp(-(float(np.median(said)) / SURE_DEG - 0.5) / 0.1)))


#: Hands that hold a bar on the shoulders say nothing of where the load is over the feet.
NOT_IN_HANDS = "the load is not in the hands: how far ahead of the feet it is, is not measured"


def without_hands(motion: Motion, lift: LiftName) -> Motion:
    """The motion without the hands' offset, in a standing lift whose load is not in them."""
    row = LIFTS[lift]
    if row.posture == "lying" or row.load_at == "hands":
        return motion
    series = {name: one for name, one in motion.series.items() if name not in LOAD_OFFSETS}
    return replace(motion, series=series, missing={**motion.missing, **dict.fromkeys(LOAD_OFFSETS, NOT_IN_HANDS)})


#: Further off a true side view than this, hands and feet lie too near the line of sight to tell one ahead.
LOAD_VIEW_LIMIT_DEG = 60.0


def load_offset(seen: FrameEstimates, raw: Series, view: View) -> Series | None:
    """Hands ahead of the mid-foot, in leg lengths: as learnt where that is trusted, else as the landmarks have it.

    Parameters
    ----------
    seen : FrameEstimates
    raw : Series
        From the landmarks; NaN where the camera is not at the side.
    view : View

    Returns
    -------
    Series or None
        None where the camera stands too far from the side.
    """
    if view.off_side_deg > LOAD_VIEW_LIMIT_DEG:
        return None
    column = STANCE_QUANTITIES.index("load_ahead")
    value, sigma = seen.stance.value[:, column] / HUNDREDTHS, seen.stance.sigma[:, column] / HUNDREDTHS
    good = (seen.stance.trust >= MIN_TRUST) & np.isfinite(value)
    return Series(np.where(good, value, raw.value), np.where(good, sigma, raw.sigma), raw.unit)
