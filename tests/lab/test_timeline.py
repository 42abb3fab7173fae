"""Timelines: tall is tall, low is low, reps are where they are said to be."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.lab.posing.timeline import RepPlan, depth, follow, make_timeline, minimum_jerk

PLANS = (RepPlan(1.0, 0.2, 0.8, 0.4), RepPlan(1.2, 0.2, 0.9, 0.4))


@pytest.mark.parametrize("starts_low", [False, True])
def test_opens_and_moves_as_said(starts_low: bool) -> None:
    line = make_timeline(PLANS, 100.0, starts_low=starts_low, hold_s=0.5)
    down = depth(line)
    np.testing.assert_allclose(down[line.time_s < 0.5], float(starts_low), atol=1e-9)
    for rep in line.reps:
        assert rep.lowering_s is not None
        moments = [*rep.lowering_s, *rep.lifting_s]
        np.testing.assert_allclose(np.interp(moments, line.time_s, down), [0, 1, 1, 0], atol=2e-3)
        assert rep.bottom_s == rep.lifting_s[0]
        assert rep.start_s == min(moments)
        assert rep.end_s == max(moments)


def test_a_set_that_opens_low_ends_low() -> None:
    line = make_timeline(PLANS, 100.0, starts_low=True, hold_s=0.5)
    assert depth(line)[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("window", [(0.0, 0.5), (0.5, 1.0)])
def test_a_lead_or_lag_moves_inside_its_window(window: tuple[float, float]) -> None:
    line = make_timeline(PLANS[:1], 200.0, starts_low=False, hold_s=0.5)
    down = depth(line, lower=window)
    start, end = (0.5 + 1.0 * share for share in window)
    assert np.interp(start, line.time_s, down) == pytest.approx(0.0, abs=1e-6)
    assert np.interp(end, line.time_s, down) == pytest.approx(1.0, abs=1e-6)


def test_each_rep_has_its_own_bottom_and_nothing_jumps() -> None:
    line = make_timeline(PLANS, 100.0, starts_low=False, hold_s=0.5)
    angle = follow(line, np.array([2.0, 4.0]), np.array([80.0, 95.0]))
    for rep, bottom in zip(line.reps, (80.0, 95.0), strict=True):
        assert np.interp(rep.bottom_s, line.time_s, angle) == pytest.approx(bottom, abs=0.1)
    assert np.abs(np.diff(angle)).max() < 3.0


def test_minimum_jerk_is_smooth_at_both_ends() -> None:
    s = minimum_jerk(np.linspace(0, 1, 1001))
    assert s[0] == 0
    assert s[-1] == 1
    assert s[500] == pytest.approx(0.5)
    assert np.diff(s)[0] < 1e-6
