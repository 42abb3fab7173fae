from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.measures.motion import build_motion
from hingecheck.core.measures.short_thigh import OF_THIGH, TIMES
from hingecheck.core.types import Motion, PoseTrack
from stick_figure import figure, reps

RATE_HZ = 30.0
MOVE = reps(2)


def with_thighs(track: PoseTrack, share: float, until_s: float) -> PoseTrack:
    """Both hips read so much nearer to their knees until then, as where a plate hides the thigh."""
    image_px = track.image_px.copy()
    rows = track.time_s < until_s
    for side in SIDES:
        hip, knee = point(side, "HIP"), point(side, "KNEE")
        image_px[rows, hip] = image_px[rows, knee] + share * (image_px[rows, hip] - image_px[rows, knee])
    return replace(track, image_px=image_px)


def sigmas(motion: Motion, name: str, since_s: float, until_s: float) -> float:
    rows = (motion.time_s > since_s) & (motion.time_s < until_s)
    return float(np.median(motion.series[name].sigma[rows]))


@pytest.mark.parametrize("name", OF_THIGH)
@pytest.mark.parametrize(("azimuth_deg", "share", "times"), [(90.0, 0.6, TIMES), (90.0, 0.9, 1.0), (0.0, 0.6, 1.0)])
def test_angles_are_less_sure_where_a_thigh_from_the_side_is_too_short(
    name: str, azimuth_deg: float, share: float, times: float
):
    whole = figure(MOVE, azimuth_deg)
    short = build_motion(with_thighs(whole, share, 1.0), RATE_HZ)
    plain = build_motion(whole, RATE_HZ)
    there, later = (0.1, 0.8), (1.5, 5.0)
    assert sigmas(short, name, *there) / sigmas(plain, name, *there) == pytest.approx(times, rel=0.15)
    assert sigmas(short, name, *later) / sigmas(plain, name, *later) == pytest.approx(1.0, rel=0.15)
