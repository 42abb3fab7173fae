"""The back line of shapes whose distances are known."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.core.learned.back_line import FARTHEST_CHORD, STATIONS, outline_profiles

HIP, SHOULDER = np.array([0.0, 0.0]), np.array([0.0, -200.0])  # upright in the picture: y down
BACK = np.array([1.0, 0.0])


def box(behind: float, before: float, points: int = 192) -> np.ndarray:
    """Closed outline of a box round the axis, evenly spaced, with room at both ends."""
    corners = np.array([[behind, 100.0], [behind, -300.0], [-before, -300.0], [-before, 100.0], [behind, 100.0]])
    steps = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    at = np.linspace(0.0, steps.sum(), points, endpoint=False)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    return np.stack([np.interp(at, along, corners[:, k]) for k in (0, 1)], axis=-1)


def lines(outline: np.ndarray, hip: np.ndarray = HIP, shoulder: np.ndarray = SHOULDER, back: np.ndarray = BACK):
    behind, before = outline_profiles(hip[None], shoulder[None], outline[None], back[None])
    return behind[0], before[0]


def test_a_box() -> None:
    behind, before = lines(box(40.0, 60.0))
    assert behind == pytest.approx(np.full(len(STATIONS), 0.2), abs=1e-9)
    assert before == pytest.approx(np.full(len(STATIONS), 0.3), abs=1e-9)


@pytest.mark.parametrize("turn_deg", [0.0, 37.0, 90.0, 163.0, 270.0])
def test_turned_moved_and_scaled_it_is_the_same(turn_deg: float) -> None:
    angle = np.radians(turn_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    def put(points: np.ndarray) -> np.ndarray:
        return 0.37 * points @ turn.T + np.array([500.0, 300.0])

    here, there = lines(box(40.0, 60.0)), lines(put(box(40.0, 60.0)), put(HIP), put(SHOULDER), turn @ BACK)
    assert there[0] == pytest.approx(here[0], abs=1e-6)
    assert there[1] == pytest.approx(here[1], abs=1e-6)


def test_the_direction_round_the_outline_does_not_matter() -> None:
    assert lines(box(40.0, 60.0)[::-1])[0] == pytest.approx(lines(box(40.0, 60.0))[0])


def test_a_slope_shows_as_one() -> None:
    outline = box(40.0, 60.0)
    outline[:, 0] += np.where(outline[:, 0] > 39.0, 0.1 * -outline[:, 1], 0.0)  # the back leans away towards the top
    behind, _ = lines(outline)
    inner = (STATIONS > 0.0) & (STATIONS < 1.0)
    assert np.diff(behind[inner]) / np.diff(STATIONS)[0] == pytest.approx(np.full(inner.sum() - 1, 0.1), abs=1e-6)


def test_the_nearest_edge_counts() -> None:
    """An arm behind the back, with air between, is not the back: the ray ends where it first leaves the body."""
    outline = box(40.0, 60.0)
    behind, _ = lines(np.concatenate([outline[:50], outline[50:]]))
    assert behind == pytest.approx(np.full(len(STATIONS), 0.2))


def test_outside_the_body_there_is_no_line() -> None:
    behind, before = lines(box(40.0, 60.0), hip=np.array([300.0, 0.0]), shoulder=np.array([300.0, -200.0]))
    assert np.isnan(behind).all()
    assert np.isnan(before).all()


def test_too_far_is_somebody_else() -> None:
    behind, before = lines(box(200.0 * FARTHEST_CHORD + 1.0, 60.0))
    assert np.isnan(behind).all()
    assert np.isfinite(before).all()


def test_nothing_there_is_nan_and_leaves_the_other_rows_alone() -> None:
    outline = np.stack([box(40.0, 60.0), np.full((192, 2), np.nan), box(40.0, 60.0)])
    hips = np.stack([HIP, HIP, np.array([np.nan, 0.0])])
    behind, _ = outline_profiles(hips, np.stack([SHOULDER] * 3), outline, np.stack([BACK] * 3))
    assert np.isfinite(behind[0]).all()
    assert np.isnan(behind[1:]).all()


def test_long_videos_are_worked_in_blocks() -> None:
    outline = np.stack([box(40.0 + 0.01 * k, 60.0) for k in range(1100)])
    count = len(outline)
    behind, _ = outline_profiles(
        np.tile(HIP, (count, 1)), np.tile(SHOULDER, (count, 1)), outline, np.tile(BACK, (count, 1))
    )
    assert behind[:, 10] == pytest.approx((40.0 + 0.01 * np.arange(count)) / 200.0)
