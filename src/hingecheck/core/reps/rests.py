"""Where a lifter rests near the bottom or the top of a lift: what she does before, or after, is no part of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from .phases import HingeCurve
from .turns import LiftSpan

#: A lift's top is where she first stays within so many degrees for so long, within this share of its way from the
#: straightest row before the next bend: a stretch after the set leans back by 20°.
REST_S, REST_DEG, REST_NEAR = 2.0, 4.0, 0.3
#: Who lies is still setting up while she stays like that for so long, seconds, within the same share of the way from
#: the bottom: one put arms and the other knee in place for 2.7 s before the first lift, hips a quarter of the way up.
SETTLES_S = 1.0


def to_first_rest(curve: HingeCurve, lift: LiftSpan) -> LiftSpan:
    """The lift up to where she first rests near its top: what she does after the set is no part of it."""
    gone_deg = curve.value[lift.down : lift.up + 1] - curve.value[lift.up]
    windows, rests = _rests(gone_deg, REST_S * curve.rate_hz)
    if not len(rests):
        return lift
    return LiftSpan(lift.down, lift.down + int(rests[0]) + int(np.argmin(windows[rests[0]])))


def from_last_rest(curve: HingeCurve, lift: LiftSpan) -> LiftSpan:
    """The lift from where she last rests near its bottom: what she does before it is no part of it."""
    gone_deg = curve.value[lift.down] - curve.value[lift.down : lift.up + 1]
    windows, rests = _rests(gone_deg, SETTLES_S * curve.rate_hz)
    if not len(rests):
        return lift
    return LiftSpan(lift.down + int(rests[-1]) + int(np.argmin(windows[rests[-1]])), lift.up)


def _rests(gone_deg: Floats, rows: float) -> tuple[Floats, NDArray[np.int64]]:
    """Windows of so many rows over a way from 0, and those in which it stays near 0."""
    size = int(rows) + 1
    if len(gone_deg) <= size:
        return np.empty((0, size)), np.empty(0, dtype=np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(gone_deg, size)
    near = windows.max(axis=1) <= REST_NEAR * float(np.ptp(gone_deg[[0, -1]]))
    return windows, np.flatnonzero((np.ptp(windows, axis=1) < REST_DEG) & near)
