"""A load's path through looks: holes, looks that are astray, and blocks that leave no seam."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.core.load import smoothing
from hingecheck.core.load.smoothing import smooth_path

LEG, RNG = 300.0, np.random.default_rng(4)
GRID_S = np.arange(0.0, 16.0, 1.0 / 30.0)
LOOK_S = GRID_S[::2]


def lifts(time_s: np.ndarray) -> np.ndarray:
    """Up in 0.8 s and down again, 0.6 of a leg, every four seconds, after the way of least jerk [shape=(n, 2)]."""
    share = np.clip(np.minimum(time_s % 4.0 - 1.0, 3.6 - time_s % 4.0) / 0.8, 0.0, 1.0)
    return np.stack([10.0 + 0.0 * share, -0.6 * LEG * share**3 * (10.0 - 15.0 * share + 6.0 * share**2)], axis=1)


def test_a_hole_in_a_lift_is_crossed_as_loads_go() -> None:
    places = lifts(LOOK_S)
    hole = (LOOK_S > 5.15) & (LOOK_S < 5.55)
    path, sigma = smooth_path(LOOK_S, np.where(hole[:, None], np.nan, places), np.full(len(LOOK_S), 0.5), GRID_S, LEG)
    inside = (GRID_S > 5.15) & (GRID_S < 5.55)
    off = np.abs(path - lifts(GRID_S)).max(axis=1)
    assert off[inside].max() < 0.015 * LEG
    assert off[~inside][3:-3].max() < 0.006 * LEG
    assert sigma[inside].max() > 3.0 * sigma[60]


def test_looks_that_are_astray_move_nothing() -> None:
    places = lifts(LOOK_S) + RNG.normal(0.0, 0.5, (len(LOOK_S), 2))
    astray = RNG.choice(len(LOOK_S), 24, replace=False)
    wrong = places.copy()
    wrong[astray] += RNG.normal(0.0, 0.08 * LEG, (24, 2))
    sigma = np.full(len(LOOK_S), 0.8)
    straight, _ = smooth_path(LOOK_S, places, sigma, GRID_S, LEG)
    path, _ = smooth_path(LOOK_S, wrong, sigma, GRID_S, LEG)
    assert np.median(np.abs(path - straight)) < 0.2
    assert np.percentile(np.abs(path - straight), 95) < 0.01 * LEG


def test_blocks_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    places = lifts(LOOK_S) + RNG.normal(0.0, 1.0, (len(LOOK_S), 2))
    given = (LOOK_S, places, np.full(len(LOOK_S), 1.0), GRID_S, LEG)
    in_blocks, _ = smooth_path(*given)
    monkeypatch.setattr(smoothing, "BLOCK", 10_000)
    at_once, _ = smooth_path(*given)
    np.testing.assert_allclose(in_blocks, at_once, atol=0.05)


def test_where_nobody_looked_there_is_no_path() -> None:
    early = LOOK_S < 1.0
    path, sigma = smooth_path(LOOK_S[early], lifts(LOOK_S)[early], np.full(early.sum(), 1.0), GRID_S, LEG)
    assert np.isfinite(path[:20]).all()
    assert np.isnan(path[-100:]).all()
    assert np.isnan(sigma[-100:]).all()
