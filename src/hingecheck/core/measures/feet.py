"""Free foot height, kickstand probability and load offset from the feet, from the stance network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..arrays import Floats
from ..learned.estimates import FrameEstimates
from ..learned.network import MIN_TRUST
from ..learned.networks import HUNDREDTHS, STANCE_QUANTITIES, SURE_DEG
from ..lifts import MovementName, row_of
from ..phrases import N_
from ..signals import enough
from ..tracking.uncertainty import Wider, wider
from ..types import Motion, Series, Unavailable
from .observation import Observation
from .own_foot import foot_seen, hands_over_own_foot
from .stance import Stance

#: Name of the free foot's height among a motion's series by side: no measure of the contract.
FREE_FOOT = "free_foot_leg"
#: How far ahead of the feet the hands are, the load with them.
LOAD_OFFSETS = ("load_offset_leg", "load_offset_m")
#: Share of a rep's rows that must be known to speak of its sway.
MIN_KNOWN = 0.6

#: Further off a true side view than this, hands and feet lie too near the line of sight to tell one ahead.
LOAD_VIEW_LIMIT_DEG = 60.0
#: Further off it than this, no distance in the picture is one ahead: `load-drifting` is not judged either.
HIDDEN_VIEW_LIMIT_DEG = 30.0
#: Thigh + shank (hip centre to ankle) as a share of height: de Leva 1996, (0.4222 + 0.4403) / 1.741 for
#: men and (0.3685 + 0.4386) / 1.735 for women, mean of the two.
LEG_TO_HEIGHT = 0.480

ONE_LEGGED = Unavailable(N_("balance is measured in one-legged lifts"))
NO_NETWORKS = Unavailable(
    N_("balance is told by networks: there are none, or this lift is unlike those they were fitted to")
)
UNSEEN = Unavailable(
    N_("feet and trunk do not show clearly enough to tell balance: the whole body in the picture, feet too")
)
NOT_FROM_SIDE = Unavailable(N_("how far the load is from the feet shows from the side, and at 45°"))
#: Hands that hold something hang this far above the feet in the middle of a lift, leg lengths.
HANDS_UP_LEG = 0.7
NO_HEIGHT = Unavailable(N_("give --height to have it in metres"))
#: Hands that hold a bar on the shoulders say nothing of where the load is over the feet.
NOT_IN_HANDS = Unavailable(N_("the load is not in the hands: how far ahead of the feet it is, is not measured"))


def free_foot_height(estimates: FrameEstimates | None, stance: Stance) -> Series | Unavailable:
    """Height of the free ankle above the stance ankle in every frame, leg lengths."""
    if not stance.one_leg:
        return ONE_LEGGED
    if estimates is None:
        return NO_NETWORKS
    good = estimates.stance.trust >= MIN_TRUST
    if not enough(good, estimates.tells, MIN_KNOWN):
        return UNSEEN
    value, sigma = _in_leg_lengths(estimates, "foot_above")
    free_up = stance.toward(estimates.near) * value
    return Series(np.where(good, free_up, np.nan), np.where(good, sigma, np.nan), "leg")


def kickstand_probability(estimates: FrameEstimates | None) -> float | None:
    """How likely the free foot rests on the floor, 0 … 1; None where too few frames are trusted."""
    if estimates is None:
        return None
    resting = estimates.stance.trusted(STANCE_QUANTITIES.index("kickstand"), estimates.tells)
    if resting is None:
        return None
    return float(1.0 / (1.0 + np.exp(-(float(np.median(resting)) / SURE_DEG - 0.5) / 0.1)))


def load_offsets(
    raw: Series, observed: Observation, stance: Stance, height_m: float | None, vertical_sigma_deg: float = 0.0
) -> dict[str, Series | Unavailable]:
    """Hands ahead of the mid-foot, in leg lengths and in metres.

    Parameters
    ----------
    raw : Series
        ``load_offset_leg`` of the working leg, from the landmarks.
    observed : Observation
    stance : Stance
        Feet that share the load stand still.
    height_m : float or None
        The lifter's height, for metres.
    vertical_sigma_deg : float
        Error of the vertical, along which the hands are above the feet.
    """
    offset = _load_offset_leg(raw, observed)
    if isinstance(offset, Unavailable):
        return {"load_offset_leg": offset, "load_offset_m": offset}
    if not (stance.one_leg or observed.face_up):
        offset = _over_hidden_feet(offset, observed)
    leans = HANDS_UP_LEG * float(np.sin(np.radians(vertical_sigma_deg)))
    offset = wider(offset, Wider(besides=leans))
    if height_m is None:
        return {"load_offset_leg": offset, "load_offset_m": NO_HEIGHT}
    leg_m = LEG_TO_HEIGHT * height_m
    in_metres = Series(offset.value * leg_m, offset.sigma * leg_m, "m")
    return {"load_offset_leg": offset, "load_offset_m": in_metres}


def _load_offset_leg(raw: Series, observed: Observation) -> Series | Unavailable:
    """As learnt where that is trusted, else as the landmarks have it in a side view."""
    estimates = observed.estimates
    if estimates is None or observed.face_up:
        return raw if observed.side_view else NOT_FROM_SIDE
    if observed.view.off_side_deg > LOAD_VIEW_LIMIT_DEG:
        return NOT_FROM_SIDE
    if not observed.side_view:
        raw = replace(raw, value=np.full_like(raw.value, np.nan))
    value, sigma = _in_leg_lengths(estimates, "load_ahead")
    good = (estimates.stance.trust >= MIN_TRUST) & np.isfinite(value)
    return Series(np.where(good, value, raw.value), np.where(good, sigma, raw.sigma), raw.unit)


def _over_hidden_feet(offset: Series, observed: Observation) -> Series:
    """The offset from the lifter's own foot as seen before and after, in rows in which plates hide it.

    Networks and landmarks rest there on a foot that is not where it is put; the error is no less than half of what
    lies between both.
    """
    view = observed.view
    if view.off_side_deg > HIDDEN_VIEW_LIMIT_DEG:
        return offset
    hidden = ~foot_seen(observed.points, view.near_side)
    value, sigma = hands_over_own_foot(observed.points, view.near_side, view.facing)
    wide = np.fmax(sigma, 0.5 * np.abs(value - offset.value))
    return Series(np.where(hidden, value, offset.value), np.where(hidden, wide, offset.sigma), offset.unit)


def _in_leg_lengths(estimates: FrameEstimates, quantity: str) -> tuple[Floats, Floats]:
    """Value and standard error of one of the stance network's lengths."""
    column = STANCE_QUANTITIES.index(quantity)
    return estimates.stance.value[:, column] / HUNDREDTHS, estimates.stance.sigma[:, column] / HUNDREDTHS


def without_hands(motion: Motion, lift: MovementName) -> Motion:
    """The motion without the hands' offset, in a standing lift whose load is not in them."""
    row = row_of(lift)
    if row.posture == "lying" or row.load_at in ("hands", None):
        return motion
    return motion.with_measures(dict.fromkeys(LOAD_OFFSETS, NOT_IN_HANDS))
