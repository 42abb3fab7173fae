"""Where a lift and a lowering begin and end, on the hinge curve and the height of the hips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .joints import mean_known
from .landmarks import Landmark
from .signals import bridge
from .types import Motion, Span

Floats = NDArray[np.float64]

#: Ends of a phase's way that may be a slow drift: the middle nine tenths are surely moving …
EDGE = 0.05
#: … and beyond them this share of the phase's peak speed still counts as moving.
EDGE_SPEED = 0.05
#: The lift has begun once the hips have risen by this share of their way …
RISEN = 0.1
#: … if that way is long enough to tell, in leg lengths: in an RDL the hips go back more than down.
HIPS_RISE_LEG = 0.15
#: The hinge may open by this share of its way while hips that shoot up have already begun the lift.
STILL_FOLDED = 0.25
#: A bend of less than this is no lowering, degrees.
LEAST_BEND_DEG = 12.5

HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


@dataclass(frozen=True, slots=True)
class HingeCurve:
    """The hinge over a whole recording, as reps are read from it."""

    value: Floats  #: degrees, holes bridged by straight lines [shape=(n,)]
    known: NDArray[np.bool_]  #: measured, not bridged [shape=(n,)]
    hips_leg: Floats  #: depth of the hips in the picture, leg lengths, larger = lower [shape=(n,)]

    def __len__(self) -> int:
        return len(self.value)

    def torn(self, span: Span) -> bool:
        """Whether a hole lies in a span or at its edge: its times are then made up."""
        return not bool(self.known[max(span.first - 1, 0) : span.last + 1].all())


def hinge_curve(motion: Motion) -> HingeCurve:
    """Read the curve off a motion."""
    hinge = motion.series["hip_hinge_deg"].value
    hips = mean_known(motion.image_px[:, HIPS, 1]) / motion.leg_px
    return HingeCurve(bridge(hinge[:, None])[:, 0], np.isfinite(hinge), hips)


def hips_leave(hips_leg: Floats, first: int, top: int, share: float = RISEN) -> int | None:
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
    risen = hips_leave(curve.hips_leg, plateau, up)
    return span if risen is None else Span(min(span.first, risen), span.last)


def moving(curve: Floats, down: int, up: int) -> Span:
    """Rows in which `curve` falls from its high at `down` to its low at `up`.

    The middle nine tenths of the way are surely moving; from there the phase reaches out as long as the
    speed stays above a twentieth of its peak. (The middle alone would leave a third of a minimum-jerk
    lift's time out; speed alone would stop at a sticking point.)
    """
    span = curve[down] - curve[up]
    part = curve[down : up + 1]
    first = int(np.flatnonzero(part >= curve[down] - EDGE * span)[-1])
    last = first + int(np.flatnonzero(part[first:] <= curve[up] + EDGE * span)[0])
    speed = -np.gradient(part) if len(part) > 1 else np.zeros(1)
    slow = EDGE_SPEED * float(speed.max())
    while first > 0 and speed[first - 1] > slow:
        first -= 1
    while last < len(part) - 1 and speed[last + 1] > slow:
        last += 1
    return Span(down + first, down + last + 1)


def bending(curve: Floats, tall: int, down: int) -> Span:
    """Rows from the last moment at the top to the first at the bottom."""
    return moving(-curve, tall, down)


def opens_bending(curve: Floats, down: int) -> bool:
    """Whether a recording opens in the middle of the bend that ends at `down`: moving from its first row on."""
    if down < 2 or curve[down] - curve[0] < LEAST_BEND_DEG:
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
    if start >= down or value[down] - value[start] < LEAST_BEND_DEG:
        return None, False
    span = bending(value, start, down)
    if start <= 1 and (value[start] > cut_above or opens_bending(value, down)):
        return Span(0, span.last), True
    return span, curve.torn(span)


def lowering_after(curve: HingeCurve, up: int, until: int, cut_below: float) -> tuple[Span | None, bool]:
    """Find the lowering between the top and the next bottom (`until`); returns as `lowering_before`."""
    value = curve.value
    rows = np.arange(up, until + 1)
    end = int(rows[np.argmax(value[rows])])
    if end <= up or value[end] - value[up] < LEAST_BEND_DEG:
        return None, False
    span = bending(value, up, end)
    if end >= len(curve) - 2 and value[end] < cut_below:
        return Span(span.first, len(curve)), True
    return span, curve.torn(span)
