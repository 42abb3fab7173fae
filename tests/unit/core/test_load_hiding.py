from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import point
from hingecheck.core.load.hiding import TIMES, doubts_behind_plates, knee_hidden
from hingecheck.core.tracking.uncertainty import less_sure
from hingecheck.core.types import Motion
from loads import MOVE, analysed, beside, looked, with_load
from stick_figure import figure

GUESSED = ("hip_hinge_deg", "knee_flexion_deg")


@pytest.fixture(scope="module")
def held() -> Motion:
    """Three reps with a barbell, whose plates are where the test puts them."""
    return with_load(analysed(figure(MOVE, 90.0)), 0.4, 0.4, 0.4).motion


def plates_at(motion: Motion, landmark: str, radius_px: float) -> Motion:
    (track,) = motion.load.tracks
    centre_px = motion.image_px[:, point(motion.measured_side, landmark)] + [0.5 * radius_px, 0.0]
    there = replace(track, centre_px=centre_px, radius_px=np.full((len(motion), 2), radius_px))
    return replace(motion, load=replace(motion.load, tracks=(there,)))


def test_hinge_and_knee_are_less_sure_where_plates_hide_the_knee(held: Motion):
    hidden = less_sure(held, doubts_behind_plates(plates_at(held, "KNEE", 100.0)))
    for name, one in hidden.series.items():
        times = TIMES.get(name, 1.0)
        np.testing.assert_allclose(one.sigma, times * held.series[name].sigma, err_msg=name)
        np.testing.assert_array_equal(one.value, held.series[name].value)


@pytest.mark.parametrize(("landmark", "radius_px"), [("SHOULDER", 40.0), ("KNEE", np.nan)])
def test_a_knee_that_shows_is_as_sure_as_before(held: Motion, landmark: str, radius_px: float):
    motion = plates_at(held, landmark, radius_px)
    assert not doubts_behind_plates(motion)


def test_a_load_that_is_followed_by_its_outline_is_asked():
    side = figure(MOVE, 90.0)
    plain, plates = analysed(side), analysed(looked(side, beside(side, "left", 0.3, 0.15, 0.0)))
    assert plates.motion.load.kind == "barbell"
    hidden = knee_hidden(plates.motion)
    assert 0.0 < hidden.mean() < 1.0
    for name in GUESSED:
        ratio = plates.motion.series[name].sigma / plain.motion.series[name].sigma
        np.testing.assert_allclose(ratio, np.where(hidden, TIMES[name], 1.0))
