"""Outlines from look to look: they go on as they went, and what is lost is searched for."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.sources.load.followed_outlines import SEEKS, FollowedOutlines

STEP_S, LEG_PX = 1.0 / 15.0, 250.0


def outline(x_px: float, y_px: float, radius_px: float = 60.0) -> np.ndarray:
    return np.array([[x_px, y_px, radius_px, radius_px, 0.9, 0.3]])


def test_what_is_new_goes_with_the_hands_and_then_on_as_it_went() -> None:
    followed = FollowedOutlines()
    followed.keep(outline(100.0, 400.0), 0.0, LEG_PX)
    new = followed.expected(np.array([0.0, -25.0]), STEP_S)
    assert new[0][:, :2].tolist() == [[100.0, 375.0]]
    followed.keep(outline(101.0, 390.0, 61.0), STEP_S, LEG_PX)
    # hands that jump by a wrist's error: the plate goes on first
    known = followed.expected(np.array([0.0, -25.0]), 3.0 * STEP_S)
    assert known[0][0, :2] == pytest.approx([103.0, 370.0])
    assert known[0][1, :2] == pytest.approx([101.0, 365.0])


def test_another_outline_that_far_away_or_that_much_larger_is_not_the_same() -> None:
    for other in (outline(100.0, 440.0), outline(100.0, 400.0, 70.0)):
        followed = FollowedOutlines()
        followed.keep(outline(100.0, 400.0), 0.0, LEG_PX)
        followed.keep(other, STEP_S, LEG_PX)
        assert len(followed.expected(np.zeros(2), 2.0 * STEP_S)[0]) == 1


def test_what_was_followed_and_is_lost_is_searched_for_until_it_is_back() -> None:
    nothing = np.empty((0, 6))
    followed = FollowedOutlines()
    for look in range(2):
        followed.keep(outline(100.0, 400.0 - 5.0 * look), look * STEP_S, LEG_PX)
    assert not followed.seeks(50.0, 90.0)
    followed.keep(outline(300.0, 100.0, 20.0), 2 * STEP_S, LEG_PX)
    assert followed.seeks(50.0, 90.0)
    assert not followed.seeks(10.0, 50.0)
    followed.keep(outline(100.0, 380.0), 3 * STEP_S, LEG_PX)
    assert not followed.seeks(50.0, 90.0)
    for look in range(4, 6):
        followed.keep(outline(100.0, 380.0), look * STEP_S, LEG_PX)
    for look in range(6, 6 + SEEKS):
        followed.keep(nothing, look * STEP_S, LEG_PX)
        assert followed.seeks(50.0, 90.0)
    followed.keep(nothing, 20 * STEP_S, LEG_PX)
    assert not followed.seeks(50.0, 90.0)


def test_the_best_large_and_the_best_small_one_are_followed() -> None:
    followed = FollowedOutlines()
    shirt, shorts, bell = outline(100.0, 100.0, 90.0), outline(100.0, 200.0, 70.0), outline(100.0, 400.0, 30.0)
    followed.keep(np.concatenate([shirt, shorts, bell]), 0.0, LEG_PX)
    sizes = sorted(one[0, 3] for one in followed.expected(np.zeros(2), STEP_S))
    assert sizes == [30.0, 90.0]
