"""Where the load is over the feet and the floor: the foot that carries, a dumbbell's middle, a plate that is near."""

from __future__ import annotations

import pytest

from hingecheck.core.load.path import NO_FEET
from hingecheck.core.types import Analysis, PoseTrack
from loads import MOVE, analysed, beside, looked
from stick_figure import figure, hide, lean_free_leg

AHEAD_M = 0.05


def on_left_leg(azimuth_deg: float) -> PoseTrack:
    """Single-leg work with the hands so far ahead of the left foot, the right one swinging back."""
    return figure(MOVE, azimuth_deg, free="right", free_angles_deg=lean_free_leg(MOVE), hands_ahead_m=AHEAD_M)


def lifted(track: PoseTrack, **told: object) -> Analysis:
    return analysed(track, "single-leg-rdl", stance="left", **told)


def ahead_m(analysis: Analysis) -> list[float]:
    """At each bottom, metres of the figure."""
    value = analysis.motion.series["load_x_m"].value
    return [float(value[rep.cycle.bottom]) for rep in analysis.reps]


@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0])
def test_on_one_leg_the_load_is_ahead_of_that_legs_foot_from_either_side(azimuth_deg: float) -> None:
    analysis = lifted(looked(on_left_leg(azimuth_deg)), load_kg=12.0)
    assert ahead_m(analysis) == pytest.approx([AHEAD_M] * 3, abs=0.02)


def test_where_that_foot_is_hidden_how_far_ahead_the_load_is_is_not_known() -> None:
    track = hide(on_left_leg(-90.0), ("HEEL", "FOOT_INDEX"), sides=("left",))
    motion = lifted(looked(track), load_kg=12.0).motion
    assert "load_x_m" not in motion.series
    assert motion.missing["load_x_m"] == NO_FEET.reason


@pytest.mark.parametrize("ahead_leg", [-0.14, 0.14])
def test_a_dumbbells_middle_is_in_the_fist_that_its_head_is_beside(ahead_leg: float) -> None:
    track = on_left_leg(90.0)
    analysis = lifted(looked(track, beside(track, "left", 0.10, 0.0, ahead_leg)))
    load = analysis.motion.load.track
    assert load is not None
    assert load.by == "outline"
    assert load.side == "left"
    assert ahead_m(analysis) == pytest.approx([AHEAD_M] * 3, abs=0.02)
