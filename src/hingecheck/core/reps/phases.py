"""Start and end of lowering and lifting, from the hinge curve and the height of the hips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..filters import running_median
from ..landmarks import Landmark
from ..signals import bridge
from ..tracking.joints import mean_of_known
from ..types import Motion, Series, Span

#: Parts of the way from which a phase's end is carried on, each three times the one before.
WAYS = (0.02, 0.06, 0.18)
#: The slowest beginning that is believed: the ratio of the times between them in a movement smoother than any.
SLOWEST = 1.45
#: The lift has begun once the hips have risen by this share of their way …
RISEN = 0.1
#: … if that way is long enough to tell, in leg lengths: in an RDL the hips go back more than down.
HIPS_RISE_LEG = 0.15
#: The hinge may open by this share of its way while hips that shoot up have already begun the lift.
STILL_FOLDED = 0.25
#: A bend of less than this is no lowering, degrees.
MIN_BEND_DEG = 12.5

#: Jumps shorter than half of this are no movement, seconds.
SPIKE_S = 0.5
#: A lifter on the back: the least rise of the hips that counts, leg lengths, as in a shallow bridge, and how many
#: degrees stand for one, so that it is the least range of a hinge that counts too.
MIN_RISE_LEG, DEG_A_LEG = 0.05, 500.0
#: The hinge of a lifter on the back shows the reps where it moves by this much at least …
MIN_SHOWN_DEG = 25.0
#: … and counts for as much as the hips' height where it errs by this.
HEIGHT_SIGMA_DEG = 8.0
#: The hips' height is taken where it is known in this share of the frames.
MIN_KNOWN = 0.6

HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


@dataclass(frozen=True, slots=True)
class HingeCurve:
    """The hinge over a whole recording, as reps are read from it."""

    value: Floats  #: degrees, holes bridged by straight lines [shape=(n,)]
    known: NDArray[np.bool_]  #: measured, not bridged [shape=(n,)]
    hips_leg: Floats  #: depth of the hips in the picture, leg lengths, larger = lower [shape=(n,)]

    def __len__(self) -> int:
        return len(self.value)

    def has_gap(self, span: Span) -> bool:
        """Whether a hole lies in a span or at its edge: its times are then made up."""
        return not bool(self.known[max(span.first - 1, 0) : span.last + 1].all())


def hinge_curve(motion: Motion) -> HingeCurve:
    """Read the curve off a motion.

    On two feet or one it is the hip hinge. A lifter on the back shows it badly where a plate lies before the hips or
    the thighs point at the camera; the hips' height then moves too, but is itself hidden now and then. So both are
    taken, each by its error, and the height alone, as so many degrees, where the hinge does not move enough to show.
    """
    hinge = motion.series["hip_hinge_deg"]
    hips = mean_of_known(motion.image_px[:, HIPS, 1]) / motion.leg_px
    value = hinge.value
    if motion.face_up and np.isfinite(hips).mean() >= MIN_KNOWN:
        low, high = np.nanpercentile(hips, [5, 95])
        if high - low >= MIN_RISE_LEG:
            value = _lying_curve((hips - low) / (high - low), DEG_A_LEG * (high - low), hinge)
    return HingeCurve(_without_spikes(bridge(value[:, None])[:, 0], motion.rate_hz), np.isfinite(value), hips)


def _lying_curve(low: Floats, rise_deg: float, hinge: Series) -> Floats:
    """Hinge and depth of the hips together, weighted by their errors.

    Parameters
    ----------
    low : array [shape=(n,)]
        Depth of the hips, from 0 at the top to 1 at the bottom; NaN where unknown.
    rise_deg : float
        What its whole way stands for where the hinge does not show it.
    hinge : Series
        The hip hinge.
    """
    known = np.isfinite(hinge.value)
    if known.mean() < MIN_KNOWN:
        return rise_deg * low
    top, bottom = np.percentile(hinge.value[known], [5, 95])
    if bottom - top < MIN_SHOWN_DEG:
        return rise_deg * low
    height = top + (bottom - top) * low
    trust = 1.0 / (1.0 + (float(np.median(hinge.sigma[known])) / HEIGHT_SIGMA_DEG) ** 2)
    both = trust * hinge.value + (1.0 - trust) * height
    return np.where(np.isfinite(both), both, np.where(np.isfinite(height), height, hinge.value))


def _without_spikes(curve: Floats, rate_hz: float) -> Floats:
    """Running median: where the tracker loses a leg for a moment, the hinge jumps and comes back; no lifter does."""
    return running_median(curve, int(SPIKE_S * rate_hz) | 1)


def hips_rise_row(hips_leg: Floats, first: int, top: int, share: float = RISEN) -> int | None:
    """Row at which the hips begin to rise: the last one within `share` of their way from their lowest.

    Parameters
    ----------
    hips_leg : array [shape=(n,)]
        Depth of the hips, leg lengths; NaN where unknown.
    first, top : int
        Where to look: from the bottom, or before it, to the top.
    share : float
        Of the way from the lowest point to the top.

    Returns
    -------
    int or None
        None where the hips are not seen, or rise by less than `HIPS_RISE_LEG`.
    """
    part = hips_leg[first : top + 1]
    ok = np.isfinite(part)
    if ok.sum() < 3:
        return None
    lowest = float(part[ok].max())
    way = lowest - float(part[ok][-1])
    if way < HIPS_RISE_LEG:
        return None
    return first + int(np.flatnonzero(np.nan_to_num(part, nan=-np.inf) >= lowest - share * way)[-1])


def lifting(curve: HingeCurve, since: int, down: int, up: int) -> Span:
    """Rows of the lift from the bottom at `down` to the top at `up`.

    The lift begins when the hinge opens or the hips rise, whichever is first: hips that shoot up leave the
    hinge as it is, the trunk tips as fast as the legs straighten. `since` is how far back to look.
    """
    span = moving(curve.value, down, up)
    still = curve.value[down] - STILL_FOLDED * (curve.value[down] - curve.value[up])
    plateau = span.first
    while plateau > since and curve.value[plateau - 1] >= still:
        plateau -= 1
    risen = hips_rise_row(curve.hips_leg, plateau, up)
    return span if risen is None else Span(min(span.first, risen), span.last)


def moving(curve: Floats, down: int, up: int) -> Span:
    """Rows in which `curve` falls from its high at `down` to its low at `up`.

    Notes
    -----
    A movement begins too slowly for its first rows to be told from standing. So each end is carried on from how the
    first part of the way was covered: rows t1, t2, t3 at `WAYS` of it, each three times the one before, obey
    way ~ (t - t0)^p near the end for any p, and then t0 = t1 - (t2 - t1) / (r - 1) with r = (t3 - t2) / (t2 - t1)
    (Aitken's extrapolation). A straight ramp has r = 3 and is found exactly, a minimum-jerk one r = 1.6 and is found
    to a fortieth of its length; a sticking point further in changes nothing.
    """
    way = curve[down] - curve[up]
    if up <= down or way <= 0:
        return Span(down, up + 1)
    gone = (curve[down] - curve[down : up + 1]) / way
    first = _onset_row(gone)
    last = len(gone) - 1 - _onset_row(1.0 - gone[::-1])
    return Span(down + round(first), down + max(round(last), round(first)) + 1)


def _onset_row(gone: Floats) -> float:
    """Row, in fractions, at which a way that is `gone` from 0 to 1 began."""
    a, b, c = (_crossing_row(gone, share) for share in WAYS)
    if b <= a:
        return a
    ratio = float(np.clip((c - b) / (b - a), SLOWEST, len(WAYS)))
    return max(a - (b - a) / (ratio - 1.0), 0.0)


def _crossing_row(gone: Floats, share: float) -> float:
    """The last row, in fractions, at which no more than `share` of the way is gone, before half of it is."""
    half = int(np.argmax(gone >= 0.5))
    row = int(np.flatnonzero(gone[: half + 1] <= share)[-1])
    step = gone[row + 1] - gone[row]
    return row + float((share - gone[row]) / step) if step > 0 else float(row)


def bending(curve: Floats, tall: int, down: int) -> Span:
    """Rows from the last moment at the top to the first at the bottom."""
    return moving(-curve, tall, down)


def starts_mid_bend(curve: Floats, down: int) -> bool:
    """Whether a recording opens in the middle of the bend that ends at `down`: moving from its first row on."""
    if down < 2 or curve[down] - curve[0] < MIN_BEND_DEG:
        return False
    return bending(curve, 0, down).first == 0


def lowering_before(curve: HingeCurve, since: int, down: int, cut_above: float) -> tuple[Span | None, bool]:
    """Find the lowering between the top before (`since`) and the bottom.

    Returns
    -------
    span : Span or None
        What shows of it.
    cut : bool
        The video opens in it, or the lifter was lost in it: how long it took is not known.
    """
    value = curve.value
    rows = np.arange(since, down + 1)
    start = int(rows[np.argmin(value[rows])])
    if start >= down or value[down] - value[start] < MIN_BEND_DEG:
        return None, False
    span = bending(value, start, down)
    if start <= 1 and (value[start] > cut_above or starts_mid_bend(value, down)):
        return Span(0, span.last), True
    return span, curve.has_gap(span)


def lowering_after(curve: HingeCurve, up: int, until: int, cut_below: float) -> tuple[Span | None, bool]:
    """Find the lowering between the top and the next bottom (`until`); returns as `lowering_before`."""
    value = curve.value
    rows = np.arange(up, until + 1)
    end = int(rows[np.argmax(value[rows])])
    if end <= up or value[end] - value[up] < MIN_BEND_DEG:
        return None, False
    span = bending(value, up, end)
    if end >= len(curve) - 2 and value[end] < cut_below:
        return Span(span.first, len(curve)), True
    return span, curve.has_gap(span)
