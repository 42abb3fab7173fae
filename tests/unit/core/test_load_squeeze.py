"""Films that are shown narrower or wider than they were taken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.load.squeeze import MAY_BE_STRETCHED, width_of_body
from hingecheck.core.types import Analysis, PoseTrack
from loads import LEG_PX, analysed, looked
from stick_figure import figure, reps

#: What a plate of 0.3 leg lengths hangs below the hands.
BELOW_LEG = 0.15


def shown(track: PoseTrack, times: float) -> PoseTrack:
    """The same lifter in a picture that is so many times as wide."""
    return replace(track, image_px=track.image_px * np.array([times, 1.0]), width_px=round(times * track.width_px))


def with_plate(track: PoseTrack, times: float, radius_leg: float = 0.3) -> PoseTrack:
    """A plate in the hands, shown so many times as wide as it is tall."""
    hands = track.image_px[:, [point(side, "WRIST") for side in SIDES]].mean(axis=1)
    centre = hands + np.array([0.0, BELOW_LEG * LEG_PX])
    tall = np.full(len(track), radius_leg * LEG_PX)
    rest = np.tile([0.9, 0.4], (len(track), 1))
    return looked(track, np.column_stack([centre, times * tall, tall, rest]))


def said(analysis: Analysis) -> list[str]:
    return [str(getattr(problem, "text", problem)) for problem in analysis.quality.problems]


@pytest.fixture(scope="module")
def lifter() -> PoseTrack:
    return figure(reps(3))


@pytest.fixture(scope="module")
def round_plate(lifter: PoseTrack) -> Analysis:
    return analysed(with_plate(lifter, 1.0))


@pytest.mark.parametrize(("times", "words"), [(0.75, "25% narrower than tall"), (1.33, "33% wider than tall")])
def test_a_plate_that_is_not_round_tells_that_the_picture_is_out_of_shape(
    lifter: PoseTrack, round_plate: Analysis, times: float, words: str
) -> None:
    analysis = analysed(with_plate(shown(lifter, times), times))
    assert any(words in problem for problem in said(analysis))
    assert analysis.quality.level != "good"
    trunk, as_filmed = (one.motion.series["trunk_inclination_deg"] for one in (analysis, round_plate))
    assert np.nanmedian(trunk.sigma) > np.hypot(np.nanmedian(as_filmed.sigma), 7.0)
    assert not {"lumbar_flexion_deg", "lumbar_share"} & set(analysis.motion.series)
    assert words in str(analysis.motion.missing["lumbar_flexion_deg"])


def test_a_round_plate_tells_that_it_is_not(round_plate: Analysis) -> None:
    assert not any("squeezed" in problem or "stretched" in problem for problem in said(round_plate))


def test_what_is_smaller_than_a_plate_does_not_tell(lifter: PoseTrack) -> None:
    assert not any("narrower" in problem for problem in said(analysed(with_plate(lifter, 0.75, radius_leg=0.2))))


def test_without_a_plate_a_trunk_that_is_longer_level_than_upright_does(lifter: PoseTrack) -> None:
    assert MAY_BE_STRETCHED in said(analysed(shown(lifter, 1.33)))
    assert MAY_BE_STRETCHED not in said(analysed(lifter))


def test_a_short_level_trunk_is_a_squeezed_one_only_where_feet_are_short_too(round_plate: Analysis) -> None:
    """Of a back that rounds, shoulders come nearer to the hips, too; feet are as long as they are."""
    motion, rows = round_plate.motion, np.ones(len(round_plate.motion), dtype=bool)
    image = motion.image_px * np.array([0.7, 1.0])
    heels, toes, ankles = ([point(side, joint) for side in SIDES] for joint in ("HEEL", "FOOT_INDEX", "ANKLE"))
    for foot_leg, width in ((0.2, pytest.approx(0.75, abs=0.08)), (0.3, 1.0)):
        image[:, heels] = image[:, ankles] - np.array([0.3 * foot_leg * LEG_PX, 0.0])
        image[:, toes] = image[:, ankles] + np.array([0.7 * foot_leg * LEG_PX, 0.0])
        assert width_of_body(replace(motion, image_px=image), rows) == width
