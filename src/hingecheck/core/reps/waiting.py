"""Moments in which a curve moves, and those in which the lifter waits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..filters import running_maximum

#: A bend of less than this is none, degrees.
MIN_BEND_DEG = 12.5
#: Who stays within the least bend for this long before and after a moment waits there, seconds: a range is told from
#: the other moments, or one who rests for minutes between two sets would never seem to bend.
WAITING_S = 5.0


def not_waiting(value: Floats, least: float, rate_hz: float) -> NDArray[np.bool_]:
    """Known rows round which a curve moves by `least` or more; all known ones where it does so nowhere.

    Parameters
    ----------
    value : array [shape=(n,)]
        NaN where unknown; known somewhere.
    least : float
        In the curve's unit.
    rate_hz : float

    Returns
    -------
    array of bool [shape=(n,)]
    """
    known, size = np.isfinite(value), round(WAITING_S * rate_hz) + 1
    highest = np.maximum(*running_maximum(np.where(known, value, -np.inf), size))
    lowest = -np.maximum(*running_maximum(np.where(known, -value, -np.inf), size))
    moves = known & (highest - lowest >= least)
    return moves if moves.any() else known
