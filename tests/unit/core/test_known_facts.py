"""What follows from what the lifter said."""

from __future__ import annotations

from typing import Any

import pytest

from hingecheck.apps.check import CheckOptions
from hingecheck.core.kinetics.segments import Build
from hingecheck.core.kinetics.work import GIVE_BODY, GIVE_HEIGHT, build_of
from hingecheck.core.known_facts import FELT, KnownFacts
from hingecheck.core.types import Load
from hingecheck.errors import ConfigError


def test_a_stance_leg_counts_where_one_leg_may_work() -> None:
    assert KnownFacts(stance="left").one_leg is None
    assert KnownFacts(stance="left").stance_leg == "left"
    assert KnownFacts(lift="kickstand-rdl", stance="right").stance_leg == "right"
    assert KnownFacts(lift="deadlift", stance="right").stance_leg is None


def test_the_load_is_what_was_said_of_it() -> None:
    assert KnownFacts().load is None
    assert KnownFacts(load_kg=60.0).load == Load(60.0, "both")
    assert KnownFacts(load_side="left").load == Load(None, "left")


def test_a_build_needs_mass_and_height() -> None:
    assert build_of(KnownFacts(height_m=1.7)) == GIVE_BODY
    assert build_of(KnownFacts(body_mass_kg=70.0)) == GIVE_HEIGHT
    assert build_of(KnownFacts(body_mass_kg=70.0, height_m=1.7, sex="female")) == Build(70.0, 1.7, "female")


def test_what_can_be_felt() -> None:
    assert FELT == ("glutes", "hamstrings", "low-back", "quads", "soreness", "pain")


@pytest.mark.parametrize(
    "facts",
    [
        {"height_m": 170.0},
        {"height_m": float("nan")},
        {"height_m": -1.0},
        {"speed_factor": 0.0},
        {"load_kg": float("inf")},
        {"lift": "squat"},
        {"lift": "auto"},
        {"stance": "middle"},
        {"felt": "knees"},
        {"sex": "x"},
    ],
)
def test_what_cannot_be_is_refused(facts: dict[str, Any]) -> None:
    name = next(iter(facts))
    with pytest.raises(ConfigError, match=f"{name} cannot be"):
        KnownFacts(**facts)


@pytest.mark.parametrize("rate_hz", [0.0, -1.0, float("nan"), 1e6])
def test_frames_a_second_that_cannot_be_are_refused(rate_hz: float) -> None:
    with pytest.raises(ConfigError, match="rate_hz cannot be"):
        CheckOptions(rate_hz=rate_hz)
