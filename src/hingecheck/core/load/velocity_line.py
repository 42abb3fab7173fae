"""How a lifter's speed falls with the load: a straight line through sets of different loads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..phrases import N_
from ..types import Unavailable

#: Fewest sets and different loads that a line is drawn through, and how far apart the loads must be, as a ratio: a
#: speed is known to 0.05 m/s (benchmarks/load.md), which loads that are nearly alike do not differ by.
MIN_SETS, MIN_LOADS, MIN_RATIO = 4, 3, 1.2

FEW_LOADS = Unavailable(N_("a line of speed and load needs four sets with three loads that differ by a fifth"))


@dataclass(frozen=True, slots=True)
class LoadVelocity:
    """Mean speed of the fastest repetition against the load, as a straight line (González-Badillo 2010)."""

    m_s_per_kg: float  #: change of speed for each kilogram: below 0
    sigma_m_s_per_kg: float
    light_kg: float
    light_m_s: float  #: on the line, at the lightest load
    heavy_kg: float
    heavy_m_s: float
    sets: int


def load_velocity(loads_kg: Sequence[float], speeds_m_s: Sequence[float]) -> LoadVelocity | Unavailable:
    """Fit the line by least squares.

    Parameters
    ----------
    loads_kg, speeds_m_s : sequence of float
        Of each set.

    Returns
    -------
    LoadVelocity or Unavailable
        No line where sets or loads are too few or too alike.
    """
    loads, speeds = np.asarray(loads_kg, dtype=np.float64), np.asarray(speeds_m_s, dtype=np.float64)
    kinds = np.unique(loads)
    if len(loads) < MIN_SETS or len(kinds) < MIN_LOADS or not kinds[-1] >= MIN_RATIO * kinds[0] > 0:
        return FEW_LOADS
    off = loads - loads.mean()
    spread = float((off**2).sum())
    slope = float((off * speeds).sum()) / spread
    at = speeds.mean() + slope * (kinds[[0, -1]] - loads.mean())
    left = speeds - speeds.mean() - slope * off
    sigma = float(np.sqrt((left**2).sum() / (len(loads) - 2) / spread))
    light, heavy = (float(v) for v in at)
    return LoadVelocity(slope, sigma, float(kinds[0]), light, float(kinds[-1]), heavy, len(loads))
