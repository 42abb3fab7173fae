"""Even time grid, gaps, outliers and zero-phase filtering for arrays of shape ``(n_frames, ...)``."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Mask
from .filters import running_median, zero_phase

#: Longest hole that a straight line may bridge. Hinge lifts move below 3 Hz, so a quarter of a second is
#: less than a quarter of their fastest swing.
MAX_GAP_S = 0.25
#: Cut-off of the recorded-video filter, Hz. Pose2Sim and Sports2D use 6 for any sport; hinge lifts lie
#: below 3 Hz, and 5 keeps a knee that snaps straight in 0.2 s.
CUTOFF_HZ = 5.0
#: Columns filtered at a time: bounds the memory of long videos.
COLUMNS = 32


def even_grid(time_s: Floats, rate_hz: float) -> Floats:
    """Evenly spaced times from the first to the last of `time_s`, `rate_hz` a second.

    >>> even_grid(np.array([0.0, 0.04, 0.11]), 20.0)
    array([0.  , 0.05, 0.1 ])
    """
    count = int(np.floor((time_s[-1] - time_s[0]) * rate_hz + 1e-6)) + 1
    return np.asarray(time_s[0] + np.arange(count) / rate_hz)


def resample(time_s: Floats, values: Floats, grid_s: Floats, max_gap_s: float = MAX_GAP_S) -> Floats:
    """Linear interpolation onto `grid_s`, each column by itself; holes longer than `max_gap_s` stay NaN.

    Parameters
    ----------
    time_s : array [shape=(n,)]
        Strictly increasing seconds.
    values : array [shape=(n, ...)]
        NaN where missing. Different columns may miss different rows.
    grid_s : array [shape=(m,)]
    max_gap_s : float
        Longest distance, in seconds, between the two known rows that a value is interpolated from.

    Returns
    -------
    array [shape=(m, ...)]
    """
    flat = values.reshape(len(values), -1)
    out = np.full((len(grid_s), flat.shape[1]), np.nan)
    edge = 0.5 * (grid_s[1] - grid_s[0]) if len(grid_s) > 1 else 0.0
    for ok, columns in _alike_known(np.isfinite(flat)):
        known = time_s[ok]
        right = np.searchsorted(known, grid_s, side="left").clip(0, len(known) - 1)
        left = np.maximum(np.searchsorted(known, grid_s, side="right") - 1, 0)
        inside = (grid_s >= known[0] - edge) & (grid_s <= known[-1] + edge)
        keep = np.flatnonzero(inside & (known[right] - known[left] <= max_gap_s + 1e-9))
        # a share of a step beyond what is known, the nearest known value
        share = (grid_s[keep] - known[left[keep]]) / np.maximum(known[right[keep]] - known[left[keep]], 1e-9)
        for first in range(0, len(columns), COLUMNS):
            some = columns[first : first + COLUMNS]
            part, filled = flat[:, some][ok], out[:, some]
            before = part[left[keep]]
            filled[keep] = before + share[:, None] * (part[right[keep]] - before)
            out[:, some] = filled
    return out.reshape(len(grid_s), *values.shape[1:])


def _alike_known(known: Mask) -> Iterator[tuple[Mask, NDArray[np.int64]]]:
    """Columns that are known in the same rows, together: those rows [shape=(n,)], and the columns; none unknown."""
    groups: dict[bytes, list[int]] = {}
    for column, rows in enumerate(np.packbits(known, axis=0).T):
        groups.setdefault(rows.tobytes(), []).append(column)
    for columns in groups.values():
        rows = known[:, columns[0]]
        if rows.any():
            yield rows, np.array(columns)


def hampel_mask(values: Floats, half_window: int, floor: float, sigmas: float = 4.0) -> NDArray[np.bool_]:
    """Rows that stand out from the running median of their neighbours.

    Parameters
    ----------
    values : array [shape=(n, k)]
        Coordinates of one point; NaN where missing.
    half_window : int
        Neighbours on each side.
    floor : float
        Smallest spread to assume, in the unit of `values`, so that a still point's jitter is no outlier.
    sigmas : float
        How many robust standard deviations make an outlier.

    Returns
    -------
    array of bool [shape=(n,)]

    Notes
    -----
    Hampel identifier: median absolute deviation × 1.4826 as the standard deviation.
    """
    n = len(values)
    if n < 3:
        return np.zeros(n, dtype=bool)
    filled = bridge(values)
    size = min(2 * half_window + 1, n - (n + 1) % 2)
    median = running_median(filled, size)
    deviation = np.abs(filled - median)
    spread = 1.4826 * running_median(deviation, size)
    away = deviation > sigmas * np.maximum(spread, floor)
    return np.asarray((away & np.isfinite(values)).any(axis=1))


def bridge(values: Floats) -> Floats:
    """Every hole of each column filled by a straight line, ends held; a column that is all NaN becomes 0.

    Parameters
    ----------
    values : array [shape=(n, k)]

    Returns
    -------
    array [shape=(n, k)]
    """
    rows = np.arange(len(values))
    known = np.isfinite(values)
    out = values.copy()
    for column in np.flatnonzero(~known.all(axis=0)):
        ok = known[:, column]
        out[:, column] = np.interp(rows, rows[ok], values[ok, column]) if ok.any() else 0.0
    return out


def low_pass(values: Floats, rate_hz: float, cutoff_hz: float = CUTOFF_HZ) -> Floats:
    """Zero-phase Butterworth low-pass along the first axis; NaN stays NaN.

    Fourth order in all (second order forward and back). The corner is moved by 0.802, on the filter's warped
    frequency axis, so that the two passes together are 3 dB down at `cutoff_hz` (Winter, Biomechanics and
    Motor Control, ch. 2). Holes are
    bridged by straight lines for the filter and put back afterwards: one NaN would ruin the whole output.

    Parameters
    ----------
    values : array [shape=(n, ...)]
        Evenly sampled at `rate_hz`.
    rate_hz, cutoff_hz : float
        The filter is skipped where the rate is too low for the cut-off or fewer than ten rows are known.

    Returns
    -------
    array [shape=(n, ...)]
    """
    if len(values) < 10 or cutoff_hz >= 0.45 * rate_hz:
        return values.copy()
    corner_hz = np.arctan(np.tan(np.pi * cutoff_hz / rate_hz) / 0.802) * rate_hz / np.pi
    if corner_hz >= 0.49 * rate_hz:
        return values.copy()
    flat = values.reshape(len(values), -1)
    out = np.empty_like(flat)
    for first in range(0, flat.shape[1], COLUMNS):
        some = slice(first, first + COLUMNS)
        out[:, some] = _low_passed(flat[:, some], float(corner_hz), rate_hz)
    return out.reshape(values.shape)


def _low_passed(columns: Floats, corner_hz: float, rate_hz: float) -> Floats:
    known = np.isfinite(columns)
    usable = known.sum(axis=0) >= 10
    smooth = zero_phase(bridge(columns), corner_hz, rate_hz, pad=min(len(columns) - 1, 15))
    return np.where(known, np.where(usable, smooth, columns), np.nan)


#: Of sources that have no rate of their own.
USUAL_RATE_HZ = 30.0


def frame_period_s(rate_hz: float | None) -> float:
    """Seconds from one picture to the next; the usual ones where no rate is known.

    >>> frame_period_s(50.0), round(frame_period_s(None), 4)
    (0.02, 0.0333)
    """
    return 1.0 / (rate_hz or USUAL_RATE_HZ)


def nearest(times_s: Floats, time_s: float) -> int:
    """Row whose time is nearest; `times_s` increase.

    >>> nearest(np.array([0.0, 1.0, 2.0]), 1.4)
    1
    """
    right = int(np.clip(np.searchsorted(times_s, time_s), 1, max(len(times_s) - 1, 1)))
    if right >= len(times_s):
        return 0
    return right - 1 if time_s - times_s[right - 1] <= times_s[right] - time_s else right


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First (included) and last (excluded) row of every stretch of True.

    >>> runs(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def enough(mask: Mask, tells: Mask, share: float) -> bool:
    """Whether a mask holds for so large a share of the rows that tell, and for one of them at least.

    >>> enough(np.array([True, True, False]), np.array([True, False, True]), 0.5)
    True
    >>> enough(np.array([True]), np.array([False]), 0.5)
    False
    """
    return bool((mask & tells).sum() >= max(share * tells.sum(), 1))


def lowest_rows(values: Floats, share: float, least: int) -> NDArray[np.int64]:
    """The rows with the lowest values: a share of those that are known, at least `least` of them.

    >>> lowest_rows(np.array([3.0, 1.0, np.nan, 2.0]), 0.5, least=1)
    array([1])
    """
    known = np.flatnonzero(np.isfinite(values))
    count = max(int(share * len(known)), least)
    return np.asarray(known[np.argsort(values[known], kind="stable")[:count]])


def median(values: Floats) -> float:
    """Median of a few known numbers: what numpy's own takes to look at them is many times what they cost.

    >>> median(np.array([3.0, 1.0, 2.0])), median(np.array([4.0, 1.0]))
    (2.0, 2.5)
    """
    ordered = np.sort(values)
    return float(0.5 * (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]))


def medians_of_known(values: Floats) -> Floats:
    """Median of what is known in each row; NaN where nothing is.

    Parameters
    ----------
    values : array [shape=(n, k)]
        NaN where unknown.

    Returns
    -------
    array [shape=(n,)]

    Examples
    --------
    >>> medians_of_known(np.array([[3.0, np.nan, 1.0], [np.nan, np.nan, np.nan]]))
    array([ 2., nan])
    """
    ordered = np.sort(values, axis=1)  # what is not known comes last
    count, rows = np.isfinite(values).sum(axis=1), np.arange(len(values))
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, np.maximum(count - 1, 0))
    return np.asarray(0.5 * (ordered[rows, low] + ordered[rows, high]))


#: Rows worked on at a time: the windows of an hour are a quarter of a gigabyte.
BLOCK = 4096


def running_median_of_known(values: Floats, reach: int) -> Floats:
    """Median of what is known no further than `reach` rows away; NaN where nothing is [shape=(n,)].

    >>> running_median_of_known(np.array([1.0, np.nan, 4.0, np.nan, np.nan, np.nan]), 1)
    array([1. , 2.5, 4. , 4. , nan, nan])
    """
    padded = np.pad(values, reach, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    out = np.empty(len(values))
    for first in range(0, len(values), BLOCK):
        out[first : first + BLOCK] = medians_of_known(windows[first : first + BLOCK])
    return out


def jitter(raw: Floats, smooth: Floats, window: int = 15) -> Floats:
    """Local standard deviation of what the filter took away [shape=(n,)]: how noisy each moment was."""
    residual = np.where(np.isfinite(raw) & np.isfinite(smooth), raw - smooth, 0.0)
    weight = np.ones(window) / window
    padded = np.pad(residual**2, window // 2, mode="reflect" if len(raw) > window else "edge")
    return np.asarray(np.sqrt(np.convolve(padded, weight, mode="valid")[: len(raw)]))
