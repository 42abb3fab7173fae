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
COSINES, SINES = np.cos(np.radians(DIRECTIONS_DEG)), np.sin(np.radians(DIRECTIONS_DEG))
#: A point this near to a ray, in sectors, is on it: arc tangents round.
ON_RAY = 1e-9
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
    out = np.full((len(points), len(DIRECTIONS_DEG)), np.inf)
    row, ray, start, end = _crossed_rays(points)
    c, s = COSINES[ray], SINES[ray]
    across, across_next = c * start[:, 1] - s * start[:, 0], c * end[:, 1] - s * end[:, 0]
    along, along_next = c * start[:, 0] + s * start[:, 1], c * end[:, 0] + s * end[:, 1]
    way = across_next - across
    hit = along - across / np.where(way == 0.0, 1.0, way) * (along_next - along)
    before = hit > 0
    np.minimum.at(out, (row[before], ray[before]), hit[before])
    return np.where(np.isfinite(out), np.minimum(out, FARTHEST_LEG), np.nan)


def _crossed_rays(points: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
    """Every crossing of an edge and a ray: row, number of the ray, and the edge's ends [shape=(k, 2) each].

    Each point lies in the sector between two rays, or on the first of them; an edge crosses the rays between the
    sectors of its ends, the short way round.
    """
    count = len(DIRECTIONS_DEG)
    turn = np.arctan2(points[..., 1], points[..., 0]) * (count / (2.0 * np.pi))
    sector = np.floor(turn + ON_RAY).astype(np.int16)
    sector[turn == 0.0] = -1  # on the first ray: so were the features that the networks were fitted to
    row, edge = np.nonzero(sector != np.roll(sector, -1, axis=1))
    following = (edge + 1) % points.shape[1]
    start, end = points[row, edge], points[row, following]
    first = sector[row, edge].astype(np.int64)
    ahead = sector[row, following] - first
    against_clock = start[:, 0] * end[:, 1] > start[:, 1] * end[:, 0]
    many = np.where(against_clock, ahead, -ahead) % count
    which = np.repeat(np.arange(len(row)), many)
    step = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
    ray = (first[which] + np.where(against_clock[which], 1 + step, -step)) % count
    return row[which], ray, start[which], end[which]
