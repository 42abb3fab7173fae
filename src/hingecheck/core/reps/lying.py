"""How far a lifter on the back is bent: by hinge and trunk, and by the height of hips and of plates on them."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats
from ..types import Motion, Series
from .waiting import MIN_BEND_DEG, not_waiting

#: The least rise that counts, leg lengths, as in a shallow bridge, and how many degrees stand for a leg, so that it
#: is the least range of a hinge that counts too.
MIN_RISE_LEG, DEG_A_LEG = 0.05, 500.0
#: The hinge shows the reps where it moves by this much at least …
MIN_SHOWN_DEG = 25.0
#: … and counts for as much as the hips' height where it errs by this, and as the load's where by this: plates on the
#: hips hide them, and are followed to a fiftieth of their way.
HIPS_SIGMA_DEG, LOAD_SIGMA_DEG = 8.0, 2.0
#: A height is taken where it is known in this share of the frames.
MIN_KNOWN = 0.6


def lying_curve(motion: Motion, hips_leg: Floats) -> Floats:
    """Hinge, lean of the trunk, and depth of hips and plates together, weighted by their errors.

    The hinge shows badly where a plate lies before the hips or the thighs point at the camera. Where it hardly moves
    the depths alone tell, as so many degrees. Where the camera walks they go with it, and the hinge is all there is.

    Parameters
    ----------
    motion : Motion
        Of a lifter on the back; its load counts where it is followed by its outline.
    hips_leg : array [shape=(n,)]
        Depth of the hips in the picture, leg lengths, larger = lower; NaN where unknown.

    Returns
    -------
    array [shape=(n,)]
        Degrees of hinge; NaN where unknown.
    """
    hinge, trunk, rate_hz = motion.series["hip_hinge_deg"], motion.series["trunk_inclination_deg"], motion.rate_hz
    heights = () if motion.place_lost else ((hips_leg, HIPS_SIGMA_DEG), (_load_leg(motion), LOAD_SIGMA_DEG))
    depths = [(depth, sigma_deg) for leg, sigma_deg in heights if (depth := _depth(leg, rate_hz)) is not None]
    if not depths:
        return hinge.value
    shown = _range_deg(hinge, rate_hz)
    if shown is None or shown[1] - shown[0] < MIN_SHOWN_DEG:
        (_, rise_deg), _ = depths[-1]
        return _together([(rise_deg * low, sigma_deg) for (low, _), sigma_deg in depths])
    top, bottom = shown
    ways = [(top + (bottom - top) * low, sigma_deg) for (low, _), sigma_deg in depths]
    ways.append((hinge.value, _usual_sigma_deg(hinge)))
    leans = _range_deg(trunk, rate_hz)
    if leans is not None and leans[1] - leans[0] >= MIN_BEND_DEG:  # level at the top
        for_one = (bottom - top) / (leans[1] - leans[0])
        ways.append((top + (leans[1] - trunk.value) * for_one, _usual_sigma_deg(trunk) * for_one))
    return _together(ways)


def _load_leg(motion: Motion) -> Floats:
    """Depth of the load, leg lengths, where its outline is seen."""
    track = motion.load.outlined
    if track is None:
        return np.full(len(motion), np.nan)
    return np.where(track.seen, track.centre_px[:, 1], np.nan) / motion.leg_px


def _depth(leg: Floats, rate_hz: float) -> tuple[Floats, float] | None:
    """A height in the picture from 0 at the top to 1 at the bottom, and how many degrees its whole way stands for.

    None where it is known too seldom, or hardly moves.
    """
    if np.isfinite(leg).mean() < MIN_KNOWN:
        return None
    high, low = np.percentile(leg[not_waiting(leg, MIN_RISE_LEG, rate_hz)], [5, 95])
    return ((leg - high) / (low - high), float(DEG_A_LEG * (low - high))) if low - high >= MIN_RISE_LEG else None


def _together(ways: list[tuple[Floats, float]]) -> Floats:
    """The mean of what is known in each row, weighted by errors; NaN where nothing is."""
    weights = np.array([np.isfinite(way) / sigma_deg**2 for way, sigma_deg in ways])
    summed = np.sum([np.nan_to_num(way) * weight for (way, _), weight in zip(ways, weights, strict=True)], axis=0)
    known = weights.sum(axis=0)
    return np.where(known > 0, summed / np.where(known > 0, known, 1.0), np.nan)


def _range_deg(series: Series, rate_hz: float) -> tuple[float, float] | None:
    """From where to where an angle goes; None where it is known too seldom."""
    if np.isfinite(series.value).mean() < MIN_KNOWN:
        return None
    low, high = np.percentile(series.value[not_waiting(series.value, MIN_BEND_DEG, rate_hz)], [5, 95])
    return float(low), float(high)


def _usual_sigma_deg(series: Series) -> float:
    return float(np.median(series.sigma[np.isfinite(series.value)]))
