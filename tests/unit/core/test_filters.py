"""Our filters against those of SciPy, and what holds for them by themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hingecheck.core.filters import bell_mean, running_maximum, running_median, widened, zero_phase

signal = pytest.importorskip("scipy.signal")
ndimage = pytest.importorskip("scipy.ndimage")


def walk(rows: int, columns: int = 3, seed: int = 0) -> np.ndarray:
    return np.cumsum(np.random.default_rng(seed).normal(size=(rows, columns)), axis=0) * 40.0


@pytest.mark.parametrize("rows", [10, 16, 61, 1000])
@pytest.mark.parametrize(("corner_hz", "rate_hz"), [(6.2, 30.0), (2.5, 30.0), (2.5, 240.0), (11.0, 24.0)])
def test_the_low_pass_is_scipys(rows: int, corner_hz: float, rate_hz: float) -> None:
    values, pad = walk(rows), min(rows - 1, 15)
    sos = signal.butter(2, corner_hz, fs=rate_hz, output="sos")
    wanted = signal.sosfiltfilt(sos, values, axis=0, padlen=pad)
    assert zero_phase(values, corner_hz, rate_hz, pad) == pytest.approx(wanted, abs=1e-9 * np.abs(values).max())


def test_a_line_passes_the_low_pass() -> None:
    line = np.linspace(-3.0, 900.0, 200)[:, None]
    passed = zero_phase(line, 5.0, 30.0, 15)
    assert passed[30:-30] == pytest.approx(line[30:-30], abs=1e-7)


@given(st.integers(1, 80), st.integers(0, 12), st.integers(0, 9))
def test_the_running_median_is_scipys(rows: int, half: int, seed: int) -> None:
    values = walk(rows, 2, seed)
    wanted = ndimage.median_filter(values, (2 * half + 1, 1), mode="nearest")
    assert np.array_equal(running_median(values, 2 * half + 1), wanted)


def test_a_median_of_one_row_after_the_other_is_the_same_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    values = walk(500, 4)
    whole = running_median(values, 9)
    monkeypatch.setattr("hingecheck.core.filters.BLOCK", 200)
    assert np.array_equal(running_median(values, 9), whole)


@given(st.integers(1, 60), st.integers(1, 20))
def test_maxima_before_and_after(rows: int, size: int) -> None:
    values = walk(rows, 1)[:, 0]
    until, since = running_maximum(values, size)
    assert np.array_equal(until, [values[max(row - size + 1, 0) : row + 1].max() for row in range(rows)])
    assert np.array_equal(since, [values[row : row + size].max() for row in range(rows)])


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 6))
def test_widened_is_scipys_dilation(mask: list[bool], rows: int) -> None:
    given_mask = np.array(mask)
    assert np.array_equal(widened(given_mask, rows), ndimage.binary_dilation(given_mask, iterations=rows))


@given(st.integers(1, 200), st.floats(0.3, 12.0))
def test_the_bell_mean_is_scipys(rows: int, sigma_rows: float) -> None:
    values = np.random.default_rng(rows).normal(size=rows)
    theirs = ndimage.gaussian_filter1d(values, sigma_rows, mode="nearest")
    assert bell_mean(values, sigma_rows) == pytest.approx(theirs, abs=1e-9)
