"""Where a movement whose ends are known is found to begin and end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hingecheck.core.arrays import Floats
from hingecheck.core.reps.onset import ends, onset

RATE_HZ = 30.0


def moved(first_s: float, last_s: float, until_s: float) -> Floats:
    """The smoothest way from 0 to 1 between two moments."""
    share = np.clip((np.arange(0.0, until_s, 1 / RATE_HZ) - first_s) / (last_s - first_s), 0.0, 1.0)
    return np.asarray(10 * share**3 - 15 * share**4 + 6 * share**5)


def found_s(gone: Floats) -> list[float]:
    return [row / RATE_HZ for row in ends(gone, RATE_HZ)]


@pytest.mark.parametrize("takes_s", [0.3, 0.8, 1.5, 3.0])
def test_both_ends_are_found_at_any_speed(takes_s: float) -> None:
    assert found_s(moved(1.0, 1.0 + takes_s, 3.0 + takes_s)) == pytest.approx([1.0, 1.0 + takes_s], abs=0.08)


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**16))
def test_noise_of_a_fiftieth_moves_them_little(seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0.0, 0.02, 120)
    noise[[0, -1]] = 0.0
    assert found_s(moved(1.2, 2.7, 4.0) + noise) == pytest.approx([1.2, 2.7], abs=0.2)


@pytest.mark.parametrize("creeps", [0.03, 0.06])
def test_a_plateau_that_creeps_on_is_no_movement(creeps: float) -> None:
    gone = moved(1.0, 2.5, 5.0)
    gone = (1.0 - creeps) * gone + creeps * np.clip((np.arange(len(gone)) / RATE_HZ - 2.5) / 2.5, 0.0, 1.0)
    assert found_s(gone)[1] == pytest.approx(2.5, abs=0.2)


def test_one_far_row_at_rest_is_not_where_it_begins() -> None:
    gone = moved(1.0, 2.5, 4.0)
    gone[4] = -0.05
    assert found_s((gone - gone.min()) / (1.0 - gone.min())) == pytest.approx([1.0, 2.5], abs=0.1)


def test_what_is_under_way_in_the_first_row_begins_there() -> None:
    gone = moved(0.0, 2.0, 4.0)[24:]
    assert ends((gone - gone[0]) / (1.0 - gone[0]), RATE_HZ)[0] == 0.0
    assert onset(np.linspace(0.3, 1.0, 30), 10) == 0.0
