"""Radii of the body's outline about the middle of the hips, by direction, in leg lengths.

Hips that turn open, and a free leg that leaves the trunk's line, change the outline about the pelvis long before
the two hip landmarks part.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from .back_line import BLOCK

#: Directions from the hips, degrees from the way the lifter faces, turning upwards.
DIRECTIONS_DEG = np.arange(0.0, 360.0, 10.0)
#: An outline further away than this is cut here, leg lengths.
FARTHEST_LEG = 1.6


def outline_radii(centre: Floats, outline: NDArray[np.floating[Any]], leg_px: float, toward: float) -> Floats:
    """Distance from `centre` to where a ray first crosses the outline.

    Parameters
    ----------
    centre : array [shape=(n, 2)]
        Middle of the hips, in the outline's coordinates (y down).
    outline : array [shape=(n, m, 2)]
        Closed outlines; NaN where there is none.
    leg_px : float
    toward : float
        +1 where the lifter faces the picture's right, -1 left.

    Returns
    -------
    array [shape=(n, 36)]
        Leg lengths, along `DIRECTIONS_DEG`; NaN where there is no outline or a ray meets none.

    Examples
    --------
    >>> square = np.array([[[-2.0, -2.0], [1.0, -2.0], [1.0, 1.0], [-2.0, 1.0]]])
    >>> far = outline_radii(np.zeros((1, 2)), square, 2.0, 1.0)
    >>> float(far[0, 0]), float(far[0, 9]), float(far[0, 18])
    (0.5, 1.0, 1.0)
    """
    out = np.full((len(centre), len(DIRECTIONS_DEG)), np.nan)
    if not leg_px > 0:
        return out
    ok = np.flatnonzero(np.isfinite(outline).all(axis=(1, 2)) & np.isfinite(centre).all(axis=1))
    for first in range(0, len(ok), BLOCK):
        rows = ok[first : first + BLOCK]
        local = (outline[rows].astype(np.float64) - centre[rows, None]) * np.array([toward, -1.0]) / leg_px
        out[rows] = _first_crossings(local)
    return out


def _first_crossings(points: Floats) -> Floats:
    """Least distance at which each ray from the origin meets an edge [shape=(n, 36)]."""
    following = np.roll(points, -1, axis=1)
    out = np.empty((len(points), len(DIRECTIONS_DEG)))
    for column, angle in enumerate(np.radians(DIRECTIONS_DEG)):
        c, s = float(np.cos(angle)), float(np.sin(angle))
        across, across_next = points @ np.array([-s, c]), following @ np.array([-s, c])
        along, along_next = points @ np.array([c, s]), following @ np.array([c, s])
        crosses = (across <= 0) != (across_next <= 0)
        share = -across / np.where(crosses, across_next - across, 1.0)
        hit = along + share * (along_next - along)
        out[:, column] = np.where(crosses & (hit > 0), hit, np.inf).min(axis=1)
    return np.where(np.isfinite(out), np.minimum(out, FARTHEST_LEG), np.nan)
