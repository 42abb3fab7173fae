"""The back line: distance of the body's outline behind and before the hip–shoulder axis, at fixed stations.

Stations run along the axis hip (s = 0) to shoulder (s = 1), a little beyond both ends. From each of them a ray
at a right angle goes to where it first leaves the outline: dorsally to the back, ventrally to belly and chest.
The outline comes to a fraction of a pixel (`sources.pose.outline`), and the crossing is found between its points.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Mask

#: Stations along the axis, in chords: from the buttock, behind the hip, to the neck.
STATIONS = np.linspace(-0.30, 1.10, 29)
#: A back further from the axis than this is somebody's arm, a plate or a chair.
FARTHEST_CHORD = 0.75
#: Where along the axis the line that is drawn begins, above the buttock, and ends, below the neck.
DRAWN = (STATIONS > -0.13) & (STATIONS < 0.98)
#: Share of the drawn stations at which the back must have been found.
MIN_DRAWN = 0.8
#: Rows worked on at a time: bounds the memory of long videos.
BLOCK = 512


def outline_profiles(
    hip: Floats, shoulder: Floats, outline: NDArray[np.floating[Any]], dorsal: Floats
) -> tuple[Floats, Floats]:
    """Distance from the axis to the outline at each station, behind and before.

    Parameters
    ----------
    hip, shoulder : array [shape=(n, 2)]
        Ends of the axis, in the outline's coordinates.
    outline : array [shape=(n, m, 2)]
        Closed outlines, one a row; NaN where there is none.
    dorsal : array [shape=(n, 2)]
        Any vector that points to the dorsal side of the axis.

    Returns
    -------
    behind, before : array [shape=(n, 29)]
        In chords (hip to shoulder); NaN where the station lies outside the outline or the ray leaves it too far
        away.

    Examples
    --------
    >>> square = np.array([[[-1.0, -1.0], [1.2, -1.0], [1.2, 3.0], [-1.0, 3.0]]])
    >>> hip, shoulder, back = (np.array([p]) for p in ([0.0, 0.0], [0.0, 2.0], [-1.0, 0.0]))
    >>> behind, before = outline_profiles(hip, shoulder, square, back)
    >>> float(behind[0, 10]), float(before[0, 10])
    (0.5, 0.6)
    """
    out = np.full((2, len(hip), len(STATIONS)), np.nan)
    for first in range(0, len(hip), BLOCK):
        rows = slice(first, first + BLOCK)
        out[:, rows] = _profiles(hip[rows], shoulder[rows], outline[rows].astype(np.float64), dorsal[rows])
    return out[0], out[1]


def dorsal_direction(axis: Floats, toward: float) -> Floats:
    """The trunk's dorsal direction, for an axis from hip to shoulder in picture coordinates (y down).

    `toward` is +1 where the lifter faces the picture's right, -1 left.
    """
    return np.asarray(np.stack([axis[..., 1], -axis[..., 0]], axis=-1) * toward)


def back_points(hip: Floats, shoulder: Floats, outline: NDArray[np.floating[Any]], toward: float) -> Floats:
    """The back of one picture as a line to draw, from above the buttock to below the neck.

    Parameters
    ----------
    hip, shoulder : array [shape=(2,)]
        Pixels of the upright picture.
    outline : array [shape=(m, 2)]
    toward : float
        As in `dorsal_direction`.

    Returns
    -------
    array [shape=(k, 2)]
        Pixels; k is 0 where less than `MIN_DRAWN` of the back is found.

    Examples
    --------
    >>> square = np.array([[-1.0, -1.0], [1.2, -1.0], [1.2, 3.0], [-1.0, 3.0]])
    >>> line = back_points(np.array([0.0, 2.0]), np.array([0.0, 0.0]), square, 1.0)
    >>> [float(x) for x in np.unique(line[:, 0])], round(float(line[:, 1].min()), 9)
    ([-1.0], 0.1)
    """
    axis = shoulder - hip
    dorsal = dorsal_direction(axis, toward)
    behind, _ = outline_profiles(hip[None], shoulder[None], outline[None], dorsal[None])
    found = behind[0, DRAWN]
    known = np.isfinite(found)
    if known.mean() < MIN_DRAWN:
        return np.empty((0, 2))
    return np.asarray(hip + STATIONS[DRAWN][known, None] * axis + found[known, None] * dorsal)


def _profiles(hip: Floats, shoulder: Floats, outline: Floats, dorsal: Floats) -> Floats:
    axis = shoulder - hip
    chord = np.linalg.norm(axis, axis=-1)
    ok = np.isfinite(chord) & (chord > 1e-9) & np.isfinite(outline).all(axis=(1, 2))
    out = np.full((2, len(hip), len(STATIONS)), np.nan)
    if not ok.any():
        return out
    along = axis[ok] / chord[ok, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=-1)
    across *= np.where(np.sum(across * dorsal[ok], axis=-1) >= 0, 1.0, -1.0)[:, None]
    points = (outline[ok] - hip[ok, None]) / chord[ok, None, None]
    s = np.einsum("nmk,nk->nm", points, along)
    d = np.einsum("nmk,nk->nm", points, across)
    row, station, hit = _crossings(s, d)
    count = int(ok.sum())
    near = np.full((2, count, len(STATIONS)), np.inf)
    crossed = np.zeros((2, count, len(STATIONS)), dtype=np.int64)
    side = (hit < 0).astype(np.int64)
    np.minimum.at(near, (side, row, station), np.abs(hit))
    np.add.at(crossed, (side, row, station), 1)
    inside = crossed % 2 == 1
    out[:, ok] = np.where(inside & (near <= FARTHEST_CHORD), near, np.nan)
    return out


def _crossings(s: Floats, d: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Where the outline's edges cross the stations' lines: row, station and how far from the axis."""
    step = STATIONS[1] - STATIONS[0]
    s_next, d_next = np.roll(s, -1, axis=-1), np.roll(d, -1, axis=-1)
    first = np.ceil((np.minimum(s, s_next) - STATIONS[0]) / step - 1e-9).astype(np.int64).clip(0, len(STATIONS))
    last = np.ceil((np.maximum(s, s_next) - STATIONS[0]) / step - 1e-9).astype(np.int64).clip(0, len(STATIONS))
    many = (last - first).ravel()
    which = np.repeat(np.arange(many.size), many)
    station = first.ravel()[which] + np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
    a, b = s.ravel()[which], s_next.ravel()[which]
    share = (STATIONS[station] - a) / np.where(a == b, 1.0, b - a)
    hit = d.ravel()[which] + share * (d_next.ravel() - d.ravel())[which]
    return which // s.shape[1], station, hit


#: Places along the back as one walks down it from behind the shoulder, in leg lengths.
PACES = np.arange(-0.08, 0.97, 0.04)
#: Half the length of a secant whose direction stands for the back's, in paces.
SECANT = 2


def back_path(
    shoulder: Floats, outline: NDArray[np.floating[Any]], dorsal: Floats, leg_px: float, toward: float
) -> Floats:
    """Points along the back, from behind the shoulder down over the buttock: no hip landmark needed.

    A plate before the hips throws the hip landmark off, and with it the axis of `outline_profiles`; the
    shoulder stays, and the outline's own length is a measure that nothing throws off.

    Parameters
    ----------
    shoulder : array [shape=(n, 2)]
        In the outline's coordinates.
    outline : array [shape=(n, m, 2)]
        Closed outlines, evenly spaced by their length; NaN where there is none.
    dorsal : array [shape=(n, 2)]
        From the shoulder to the back.
    leg_px : float
        The scale of `PACES`.
    toward : float
        +1 where the lifter faces the picture's right, -1 left: the back runs down against the clock or with it.

    Returns
    -------
    array [shape=(n, 27, 2)]
        Points on the outline at `PACES`; NaN where the shoulder lies outside it.
    """
    out = np.full((len(shoulder), len(PACES), 2), np.nan)
    for first in range(0, len(shoulder), BLOCK):
        rows = slice(first, first + BLOCK)
        out[rows] = _walk(shoulder[rows], outline[rows].astype(np.float64), dorsal[rows], leg_px, toward)
    return out


def _walk(shoulder: Floats, outline: Floats, dorsal: Floats, leg_px: float, toward: float) -> Floats:
    out = np.full((len(shoulder), len(PACES), 2), np.nan)
    away = np.linalg.norm(dorsal, axis=-1)
    ok = np.flatnonzero(np.isfinite(outline).all(axis=(1, 2)) & np.isfinite(shoulder).all(axis=1) & (away > 1e-9))
    if not len(ok) or leg_px <= 0:
        return out
    points, back = outline[ok], dorsal[ok] / away[ok, None]
    edge, share, found = _behind(points - shoulder[ok, None], back)
    ring = np.roll(points, -1, axis=1)
    area = np.sum(points[..., 0] * ring[..., 1] - points[..., 1] * ring[..., 0], axis=1)
    spacing = np.linalg.norm(ring - points, axis=-1).mean(axis=1)
    # y points down: a positive area runs with the clock, which climbs the back of who faces right
    down = -np.sign(area) * toward / np.maximum(spacing, 1e-9)
    here = np.arange(len(ok))
    place = (edge + share)[:, None] + down[:, None] * PACES * leg_px
    whole = np.floor(place).astype(np.int64)
    part = (place - whole)[..., None]
    count, rows = points.shape[1], here[:, None]
    path = (1 - part) * points[rows, whole % count] + part * points[rows, (whole + 1) % count]
    out[ok] = np.where(found[:, None, None], path, np.nan)
    return out


def _behind(points: Floats, back: Floats) -> tuple[NDArray[np.int64], Floats, Mask]:
    """Where the line from the origin along `back` [shape=(n, 2)] first meets each outline [shape=(n, m, 2)].

    Returns
    -------
    edge : array of int [shape=(n,)]
    share : array [shape=(n,)]
        How far along that edge.
    found : array of bool [shape=(n,)]
        Whether it meets one at all.
    """
    aside = points[..., 0] * back[:, None, 1] - points[..., 1] * back[:, None, 0]
    beyond = aside <= 0
    row, edge = np.nonzero(beyond != np.roll(beyond, -1, axis=1))
    following = (edge + 1) % points.shape[1]
    start, end = aside[row, edge], aside[row, following]
    share = -start / (end - start)
    along, along_next = (np.einsum("nk,nk->n", points[row, at], back[row]) for at in (edge, following))
    hit = along + share * (along_next - along)
    near = np.full(len(points), np.inf)
    np.minimum.at(near, row[hit > 0], hit[hit > 0])
    first = np.zeros(len(points), dtype=np.int64)
    nearest = np.flatnonzero(hit == near[row])[::-1]  # of two alike the first stays
    first[row[nearest]] = nearest
    found = np.isfinite(near)
    if not len(row):
        return np.zeros(len(points), dtype=np.int64), np.zeros(len(points)), found
    return edge[first], share[first], found


def directions_deg(path: Floats) -> Floats:
    """Direction of the back along a walk, from straight up, leaning forward positive [shape=(n, 23)].

    Parameters
    ----------
    path : array [shape=(n, 27, 2)]
        As (forward, up).
    """
    secant = path[:, : -2 * SECANT] - path[:, 2 * SECANT :]
    angle = np.arctan2(secant[..., 0], secant[..., 1])
    return np.degrees(np.unwrap(angle, axis=1))
