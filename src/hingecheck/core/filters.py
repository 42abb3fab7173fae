"""Filters over rows: zero-phase low-pass, bell mean, running median and maximum, in numpy alone.

A second-order Butterworth low-pass forgets what went in after some dozens of rows, so it is its impulse response, and
running it is a convolution: many rows at once instead of row by row.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .arrays import Floats, Mask

#: The impulse response ends where what follows adds less than this.
NEGLIGIBLE = 1e-14
#: Rows that a filter makes at a time: a product of matrices of this size is quicker than a Fourier transform.
ROWS = 64
#: Values that a running median looks at at a time: bounds the memory of long recordings.
BLOCK = 1 << 20


def zero_phase(values: Floats, corner_hz: float, rate_hz: float, pad: int) -> Floats:
    """A second-order Butterworth low-pass along the first axis, forward and back.

    Parameters
    ----------
    values : array [shape=(n, k)]
        No NaN.
    corner_hz : float
        Where each pass is 3 dB down, below half of `rate_hz`.
    rate_hz : float
    pad : int
        Rows by which both ends are continued, turned about the end point; less than n.

    Returns
    -------
    array [shape=(n, k)]

    Notes
    -----
    Bilinear transform with the corner prewarped. Beyond the continued ends each pass begins as if the first value had
    always been there, as ``scipy.signal.sosfiltfilt`` does; the tests hold it to that within 1e-9.
    """
    first, last = values[:1], values[-1:]
    before, after = 2.0 * first - values[pad:0:-1], 2.0 * last - values[-2 : -pad - 2 : -1]
    continued = np.concatenate([before, values, after])
    pass_matrix = _pass_matrix(float(corner_hz), float(rate_hz))
    there = _pass(continued, pass_matrix)
    back = _pass(there[::-1], pass_matrix)[::-1]
    return np.asarray(back[pad : pad + len(values)])


def _pass(values: Floats, pass_matrix: Floats) -> Floats:
    """Convolve each column, as if its first value had been there for ever, some rows at a time."""
    size, reach = pass_matrix.shape
    before = np.zeros((reach - size, values.shape[1]))
    centred = np.concatenate([before, values - values[:1]])
    out = np.empty_like(values)
    for first in range(0, len(values), size):
        rows = out[first : first + size]
        count = len(rows)
        np.matmul(
            pass_matrix[:count, : reach - size + count], centred[first : first + reach - size + count], out=rows
        )
    return out + values[:1]


@lru_cache(maxsize=16)
def _pass_matrix(corner_hz: float, rate_hz: float) -> Floats:
    """What makes some rows of a pass of as many and those that they still feel [shape=(64, 63 + taps)]."""
    response = _impulse_response(corner_hz, rate_hz)
    matrix = np.zeros((ROWS, ROWS + len(response) - 1))
    for row in range(ROWS):
        matrix[row, row : row + len(response)] = response[::-1]
    return matrix


def _impulse_response(corner_hz: float, rate_hz: float) -> Floats:
    k = np.tan(np.pi * corner_hz / rate_hz)
    scale = 1.0 / (1.0 + np.sqrt(2.0) * k + k * k)
    into = (k * k * scale, 2.0 * k * k * scale, k * k * scale)
    back = (2.0 * (k * k - 1.0) * scale, (1.0 - np.sqrt(2.0) * k + k * k) * scale)
    out = [0.0, 0.0]  # two rows of nothing before it
    while len(out) < 8 or max(abs(out[-1]), abs(out[-2])) > NEGLIGIBLE * k:
        row = len(out) - 2
        out.append((into[row] if row < len(into) else 0.0) - back[0] * out[-1] - back[1] * out[-2])
    response = np.array(out[2:])
    return np.asarray(response / response.sum())  # a constant passes unchanged


def running_median(values: Floats, size: int) -> Floats:
    """Median of `size` rows round each row; the ends are held.

    Parameters
    ----------
    values : array [shape=(n,) or (n, k)]
        A NaN counts as larger than all.
    size : int
        Odd.

    Returns
    -------
    array
        Of the shape of `values`.
    """
    half = size // 2
    flat = values.reshape(len(values), -1)
    held = np.concatenate([np.repeat(flat[:1], half, axis=0), flat, np.repeat(flat[-1:], half, axis=0)])
    windows = sliding_window_view(held, size, axis=0)
    step = max(BLOCK // (size * flat.shape[1]), 1)
    blocks = [np.partition(windows[row : row + step], half, axis=-1)[..., half] for row in range(0, len(flat), step)]
    return np.asarray(np.concatenate(blocks).reshape(values.shape))


def running_maximum(values: Floats, size: int) -> tuple[Floats, Floats]:
    """Maximum of the `size` rows that end with each row, and of those that begin with it; the ends are held.

    Parameters
    ----------
    values : array [shape=(n,)]
    size : int

    Returns
    -------
    until, since : array [shape=(n,)]
    """
    held = np.concatenate([np.repeat(values[:1], size - 1), values, np.repeat(values[-1:], size - 1)])
    greatest = sliding_window_view(held, size).max(axis=-1)
    return greatest[: len(values)], greatest[size - 1 :]


def bell_mean(values: Floats, sigma_rows: float) -> Floats:
    """Mean of the rows round each row, weighted by a bell; the ends are held.

    Parameters
    ----------
    values : array [shape=(n,)]
    sigma_rows : float
        The bell's standard deviation; it ends at four of them, as that of ``scipy.ndimage.gaussian_filter1d``.
    """
    half = int(4.0 * sigma_rows + 0.5)
    bell = np.exp(-0.5 * (np.arange(-half, half + 1) / sigma_rows) ** 2)
    held = np.concatenate([np.repeat(values[:1], half), values, np.repeat(values[-1:], half)])
    return np.asarray(np.convolve(held, bell / bell.sum(), mode="valid"))


def widened(mask: Mask, rows: int) -> Mask:
    """True within so many rows of a True [shape=(n,)].

    >>> widened(np.array([False, False, True, False, False, False]), 1)
    array([False,  True,  True,  True, False, False])
    """
    total = np.concatenate([[0], np.cumsum(mask)])
    row = np.arange(len(mask))
    return np.asarray(total[np.minimum(row + rows + 1, len(mask))] > total[np.maximum(row - rows, 0)])
