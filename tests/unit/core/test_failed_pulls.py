"""A lift that begins, turns back and is done again: a partial rep, however brief it was."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hingecheck.core.types import Analysis
from stick_figure import (
    DEADLIFT,
    RDL,
    TALL,
    THRUST_BOTTOM,
    THRUST_TOP,
    Move,
    Posture,
    figure,
    glide,
    reps,
)

Check = Callable[..., Analysis]


def set_with_a_failed_pull(top: Posture, bottom: Posture, share: float, takes_s: float) -> Move:
    """Three lifts from the top, and before the second one that goes a share of the way and back."""
    up = tuple(np.asarray(bottom) + share * (np.asarray(top) - np.asarray(bottom)))
    down, lift, rest = (1.6, bottom), (1.4, top), (0.4, top)
    pull = ((takes_s, up), (takes_s, bottom), (0.2, bottom))
    return glide(
        top, (1.0, top), down, (0.2, bottom), lift, rest, down, (0.2, bottom), *pull, lift, rest, down, lift, rest
    )


@pytest.mark.parametrize("takes_s", [0.3, 0.4])
@pytest.mark.parametrize(("top", "bottom"), [(TALL, DEADLIFT), (TALL, RDL), (THRUST_TOP, THRUST_BOTTOM)])
def test_a_pull_that_turns_back_is_a_partial_rep(top: Posture, bottom: Posture, takes_s: float, check: Check) -> None:
    move = set_with_a_failed_pull(top, bottom, 0.24, takes_s)
    analysis = check(figure(move))
    assert len(analysis.reps) == 3
    (pull,) = analysis.partial_reps
    begins_s = 1.0 + 1.6 + 0.2 + 1.4 + 0.4 + 1.6 + 0.2
    assert pull.bottom_s == pytest.approx(begins_s, abs=0.25)
    assert analysis.reps[1].bottom_s >= begins_s + 2 * takes_s - 0.1
    plain = check(figure(reps(3, top=top, bottom=bottom)))
    assert {finding.rule for finding in analysis.findings} == {finding.rule for finding in plain.findings}


def test_a_pulse_at_the_bottom_is_none(check: Check) -> None:
    analysis = check(figure(set_with_a_failed_pull(TALL, RDL, 0.15, 0.45)))
    assert len(analysis.reps) == 3
    assert not analysis.partial_reps


def test_a_long_rest_at_the_top_between_two_lifts_is_none(check: Check) -> None:
    sways = ((-2.0, 1.0, 1.0), (3.0, 3.0, 3.0), (-4.0, 0.0, 0.0))
    rest = [(2.5, posture) for posture in (TALL, *sways)]
    plain = [(1.6, DEADLIFT), (0.2, DEADLIFT), (1.4, TALL)]
    analysis = check(figure(glide(TALL, (1.0, TALL), *plain, *rest, (1.0, TALL), *plain, (1.0, TALL))))
    assert len(analysis.reps) == 2
    assert not analysis.partial_reps
