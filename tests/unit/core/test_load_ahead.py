"""How far a bar is ahead of the mid-foot: from its plate's way, and from where bars are at the top of a lift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.load.following import hands_of
from hingecheck.core.load.path import AT_TOP_M, AT_TOP_SIGMA_M, FEET_WANDER
from hingecheck.core.load_types import SHAPES_KEPT, LoadShapes
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, PoseTrack, Series
from stick_figure import DEADLIFT, figure, reps

#: Pixels a metre where the figure stands, and at a plate that is two and a half metres from a phone.
PX_PER_M, NEARER = 400.0, 1.6
PLATE_PX = 0.225 * PX_PER_M * NEARER


@pytest.fixture(scope="module")
def lifter() -> PoseTrack:
    return figure(reps(2, bottom=DEADLIFT), hands_ahead_m=0.05)


def with_plate(
    track: PoseTrack, *, turned_m: float = 0.0, swings_m: float = 0.0, below_m: float = 0.15, shows: float = 0.9
) -> Analysis:
    """Analysed with a plate below the hands, beside them in the picture as far as the bar is turned to the camera.

    It swings out by so much on the way, and is back over the hands at the top.
    """
    hands = hands_of(track)
    high, low = np.percentile(hands[:, 1], [2, 98])
    down = np.clip((hands[:, 1] - high) / (low - high) / 0.4, 0.0, 1.0)
    across = -(turned_m + swings_m * down) * PX_PER_M * NEARER  # the figure looks to the left
    centre = hands + np.stack([across, np.full(len(track), below_m * PX_PER_M)], axis=1)
    size = np.full(len(track), PLATE_PX)
    shapes = np.full((len(track), SHAPES_KEPT, 6), np.nan)
    shapes[:, 0] = np.stack([*centre.T, size, size, np.full(len(track), shows), np.full(len(track), 0.4)], axis=1)
    looked = np.arange(len(track)) % 2 == 0
    loads = LoadShapes(np.where(looked[:, None, None], shapes, np.nan), looked)
    return analyse(LifterTrack(replace(track, loads=loads), 0, 0), KnownFacts(lift="deadlift"))


def with_no_outline(track: PoseTrack) -> PoseTrack:
    """Looked at, and nothing round found."""
    looked = np.arange(len(track)) % 2 == 0
    return replace(track, loads=LoadShapes(np.full((len(track), SHAPES_KEPT, 6), np.nan), looked))


def ahead(analysis: Analysis) -> Series:
    return analysis.motion.series["load_x_m"]


def bottom_and_top(analysis: Analysis) -> tuple[float, float]:
    """Metres ahead of the mid-foot at the first rep's bottom and top."""
    lifting = analysis.reps[0].cycle.lifting
    value = ahead(analysis).value
    return float(np.nanmedian(value[lifting.first - 2 : lifting.first + 3])), float(value[lifting.last - 1])


@pytest.mark.parametrize("turned_m", [-0.15, 0.0, 0.15])
def test_a_bar_that_points_past_the_camera_is_over_the_feet_all_the_same(lifter: PoseTrack, turned_m: float) -> None:
    bottom, top = bottom_and_top(with_plate(lifter, turned_m=turned_m))
    assert top == pytest.approx(AT_TOP_M, abs=0.02)
    assert bottom == pytest.approx(AT_TOP_M, abs=0.06)


def test_how_far_it_swings_out_is_told_by_its_own_way(lifter: PoseTrack) -> None:
    still, swung = with_plate(lifter), with_plate(lifter, swings_m=0.12)
    more = bottom_and_top(swung)[0] - bottom_and_top(still)[0]
    assert more == pytest.approx(0.12, abs=0.01)
    rows = slice(swung.reps[0].cycle.lifting.first, swung.reps[0].cycle.lifting.last)
    sigma = ahead(swung).sigma[rows]
    assert AT_TOP_SIGMA_M * 0.9 < np.nanmin(sigma) <= np.nanmax(sigma) < 0.05


def test_a_plate_that_is_never_at_the_thighs_tells_only_what_the_view_does(lifter: PoseTrack) -> None:
    low, at_thighs = with_plate(lifter, turned_m=0.08, below_m=0.55), with_plate(lifter, turned_m=0.08)
    assert low.motion.load.kind == at_thighs.motion.load.kind == "barbell"
    assert float(np.nanmin(ahead(low).sigma)) > 0.1
    assert bottom_and_top(low)[1] > bottom_and_top(at_thighs)[1] + 0.03
    assert float(np.nanmin(ahead(at_thighs).sigma)) < 0.05


def test_a_plate_that_hardly_shows_at_the_top_tells_only_what_the_view_does(lifter: PoseTrack) -> None:
    assert float(np.nanmin(ahead(with_plate(lifter, shows=0.5)).sigma)) > 0.1


def test_how_high_a_near_plate_is_is_less_sure_than_how_high_the_hands_are(lifter: PoseTrack) -> None:
    """Before a camera that looks down by ten degrees it is 12 cm lower in the picture than the bar in the hands."""
    by_hands = analyse(LifterTrack(with_no_outline(lifter), 0, 0), KnownFacts(lift="deadlift", load_kg=60.0))
    sigma_m = [float(np.nanmin(one.motion.series["load_y_m"].sigma)) for one in (with_plate(lifter), by_hands)]
    assert sigma_m[0] > 0.09 > sigma_m[1]


def test_over_feet_that_go_along_with_the_camera_nothing_is_known(lifter: PoseTrack) -> None:
    swing = 60.0 * np.sin(2 * np.pi * lifter.time_s / 5.0)
    image = lifter.image_px + np.stack([swing, np.zeros(len(swing))], axis=1)[:, None]
    motion = with_plate(replace(lifter, image_px=image)).motion
    assert "load_x_m" not in motion.series
    assert motion.missing["load_x_m"] == FEET_WANDER.reason
    assert "load_y_m" in motion.series
