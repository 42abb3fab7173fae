"""The even grid, gaps, outliers and the filter, on signals whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.core.signals import bridge, even_grid, hampel_mask, jitter, low_pass, resample, runs

RATE_HZ = 30.0
SECONDS = np.arange(0, 4, 1 / RATE_HZ)


def sine(frequency_hz: float, time_s: np.ndarray = SECONDS) -> np.ndarray:
    return np.sin(2 * np.pi * frequency_hz * time_s)[:, None]


def test_grid_ends_within_the_last_step() -> None:
    grid = even_grid(np.array([1.0, 1.04, 2.0]), 30.0)
    assert grid[0] == 1.0
    assert len(grid) == 31
    assert grid[-1] == pytest.approx(2.0)


def test_resampling_uneven_frames_gives_the_line_through_them() -> None:
    time_s = np.array([0.0, 0.03, 0.07, 0.11, 0.13])
    grid = even_grid(time_s, 50.0)
    assert resample(time_s, 2.0 * time_s[:, None], grid)[:, 0] == pytest.approx(2.0 * grid)


@pytest.mark.parametrize(("hole_s", "bridged"), [(0.1, True), (0.2, True), (0.3, False), (1.0, False)])
def test_only_short_holes_are_bridged(hole_s: float, bridged: bool) -> None:
    values = SECONDS[:, None].copy()
    inside = (SECONDS > 1.0 + 1e-9) & (1.0 + hole_s - 1e-9 > SECONDS)
    values[inside] = np.nan
    out = resample(SECONDS, values, SECONDS)[:, 0]
    assert np.isfinite(out[inside]).all() == bridged
    assert np.isnan(out[inside]).all() != bridged
    assert out[~inside] == pytest.approx(SECONDS[~inside])


def test_each_column_keeps_its_own_hole() -> None:
    values = np.stack([SECONDS, SECONDS], axis=1)
    values[30:60, 1] = np.nan
    out = resample(SECONDS, values, SECONDS)
    assert np.isfinite(out[:, 0]).all()
    assert np.isnan(out[30:60, 1]).all()


def test_nothing_is_made_up_before_the_first_and_after_the_last_known_row() -> None:
    values = SECONDS[:, None].copy()
    values[:20] = values[-20:] = np.nan
    out = resample(SECONDS, values, SECONDS)[:, 0]
    assert np.isnan(out[:20]).all()
    assert np.isnan(out[-20:]).all()


def test_low_pass_keeps_missing_rows_missing_and_the_rest_known() -> None:
    values = sine(1.0)
    values[40:55] = np.nan
    out = low_pass(values, RATE_HZ)
    assert np.array_equal(np.isnan(out), np.isnan(values))


@pytest.mark.parametrize("frequency_hz", [0.3, 1.0, 2.0])
def test_low_pass_lets_lifting_speeds_through_without_lag(frequency_hz: float) -> None:
    values = sine(frequency_hz)
    out = low_pass(values, RATE_HZ)
    middle = slice(20, -20)
    assert out[middle] == pytest.approx(values[middle], abs=0.03)
    shifts = range(-5, 6)
    match = [float(np.corrcoef(np.roll(out, -shift)[middle, 0], values[middle, 0])[0, 1]) for shift in shifts]
    assert shifts[int(np.argmax(match))] == 0


@pytest.mark.parametrize("rate_hz", [200.0, 30.0])
def test_low_pass_is_three_decibels_down_at_its_cutoff(rate_hz: float) -> None:
    out = low_pass(sine(5.0, np.arange(0, 4, 1 / rate_hz)), rate_hz)
    middle = out[int(rate_hz) : -int(rate_hz)]
    assert np.sqrt(2.0) * float(np.sqrt(np.mean(middle**2))) == pytest.approx(0.707, abs=0.015)


def test_low_pass_stops_shaking() -> None:
    assert np.abs(low_pass(sine(12.0), RATE_HZ)[30:-30]).max() < 0.02


def test_low_pass_leaves_too_short_and_too_coarse_signals_alone() -> None:
    values = sine(1.0)
    assert np.array_equal(low_pass(values[:9], RATE_HZ), values[:9])
    assert np.array_equal(low_pass(values, rate_hz=10.0), values)


def test_hampel_finds_the_spike_and_nothing_else() -> None:
    path = np.hstack([100 * sine(0.5), 50 * sine(0.5)])
    path[50] += [30.0, 0.0]
    assert np.flatnonzero(hampel_mask(path, half_window=4, floor=2.0)).tolist() == [50]


def test_hampel_forgives_what_lies_under_the_floor() -> None:
    still = np.zeros((60, 2))
    still[30] = 1.0
    assert not hampel_mask(still, half_window=4, floor=2.0).any()


def test_hampel_does_not_mark_what_is_missing() -> None:
    path = np.zeros((60, 2))
    path[20:30] = np.nan
    assert not hampel_mask(path, half_window=4, floor=2.0).any()


def test_bridge_holds_the_ends_and_draws_lines_between() -> None:
    column = np.array([np.nan, 1.0, np.nan, np.nan, 4.0, np.nan])[:, None]
    assert bridge(column)[:, 0].tolist() == [1.0, 1.0, 2.0, 3.0, 4.0, 4.0]
    assert bridge(np.full((3, 1), np.nan))[:, 0].tolist() == [0.0, 0.0, 0.0]


def test_runs_of_true() -> None:
    assert runs(np.array([False, True, True, False, True])) == [(1, 3), (4, 5)]
    assert runs(np.zeros(4, dtype=bool)) == []


def test_jitter_reads_the_noise_and_not_the_motion() -> None:
    smooth = 100 * sine(0.5)[:, 0]
    noise = np.random.default_rng(7).normal(0.0, 2.0, len(smooth))
    noise[:60] = 0.0
    found = jitter(smooth + noise, smooth)
    assert found[:50] == pytest.approx(0.0, abs=1e-9)
    assert float(np.median(found[70:])) == pytest.approx(2.0, rel=0.3)
    assert len(found) == len(smooth)


@pytest.mark.parametrize("rate_hz", [2.0, 5.0, 8.0, 10.0, 11.0, 13.0])
def test_a_low_rate_is_left_as_it_is_or_filtered_but_never_fails(rate_hz: float) -> None:
    """A video of a few frames a second holds no higher frequencies to take out."""
    values = np.sin(np.arange(40) / rate_hz)[:, None]
    assert np.abs(low_pass(values, rate_hz) - values).max() < 0.05
