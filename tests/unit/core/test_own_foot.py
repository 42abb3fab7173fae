"""The lifter's own foot, remembered while plates hide it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.measures.own_foot import REMEMBERED_LEG, WANDERS_LEG, foot_seen, hands_over_own_foot
from hingecheck.core.tracking.cleaning import CleanTrack, clean
from stick_figure import DEADLIFT, LEG_M, figure, reps

FEET = [point(side, joint) for side in SIDES for joint in ("HEEL", "FOOT_INDEX")]
AHEAD_LEG = 0.2


@pytest.fixture(scope="module")
def points() -> CleanTrack:
    """Deadlifts from the left side, the load too far ahead."""
    return clean(figure(reps(3, bottom=DEADLIFT), 90.0, hands_ahead_m=AHEAD_LEG * LEG_M), 30.0)


def on_hub(points: CleanTrack, rows: np.ndarray) -> CleanTrack:
    """In these rows the feet are put on a plate's hub: up, and under the hands."""
    image = points.image_px.copy()
    image[np.ix_(rows, FEET)] += np.array([-AHEAD_LEG, -0.15]) * points.leg_px
    return replace(points, image_px=image)


def test_feet_that_are_seen_are_left_alone(points: CleanTrack) -> None:
    assert foot_seen(points, "left").all()
    assert np.isnan(hands_over_own_foot(points, "left", -1.0)[0]).all()


def test_on_a_hub_the_foot_is_where_it_was_before(points: CleanTrack) -> None:
    rows = np.arange(40, 70)
    hidden = on_hub(points, rows)
    assert np.flatnonzero(~foot_seen(hidden, "left")).tolist() == rows.tolist()
    value, sigma = hands_over_own_foot(hidden, "left", -1.0)
    assert value[rows] == pytest.approx(AHEAD_LEG, abs=0.04)
    assert sigma[rows] == pytest.approx(REMEMBERED_LEG, abs=0.01)
    assert np.isnan(np.delete(value, rows)).all()


def test_a_foot_that_was_never_seen_is_not_remembered(points: CleanTrack) -> None:
    visibility = points.visibility.copy()
    visibility[:, FEET] = 0.6
    assert np.isnan(hands_over_own_foot(replace(points, visibility=visibility), "left", -1.0)[0]).all()


@pytest.mark.parametrize(("swings_leg", "holds"), [(0.5 * WANDERS_LEG, True), (4.0 * WANDERS_LEG, False)])
def test_a_foot_that_goes_along_with_the_camera_is_not_remembered(
    points: CleanTrack, swings_leg: float, holds: bool
) -> None:
    rows = np.arange(40, 70)
    hidden = on_hub(points, rows)
    image = hidden.image_px.copy()
    image[..., 0] += swings_leg * points.leg_px * np.sin(2 * np.pi * points.time_s / 5.0)[:, None]
    value, _ = hands_over_own_foot(replace(hidden, image_px=image), "left", -1.0)
    assert np.isfinite(value[rows]).all() == holds
