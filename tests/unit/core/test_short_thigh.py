from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.measures.motion import build_motion
from hingecheck.core.measures.short_thigh import OF_ANGLE, WHOLE
from hingecheck.core.types import Motion, PoseTrack
from stick_figure import LEG_M, THIGH_M, figure, reps

RATE_HZ, HINGE = 30.0, "hip_hinge_deg"
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


@pytest.mark.parametrize(
    ("azimuth_deg", "share", "besides"), [(90.0, 0.6, True), (90.0, 0.9, False), (0.0, 0.6, False)]
)
def test_angles_are_less_sure_where_a_thigh_from_the_side_is_too_short(
    azimuth_deg: float, share: float, besides: bool
):
    whole = figure(MOVE, azimuth_deg)
    short = build_motion(with_thighs(whole, share, 1.0), RATE_HZ)
    plain = build_motion(whole, RATE_HZ)
    there, later = (0.1, 0.8), (1.5, 5.0)
    thigh = share * THIGH_M / LEG_M
    error_deg = OF_ANGLE * np.degrees(np.arccos(thigh / WHOLE)) if besides else 0.0
    assert sigmas(short, HINGE, *there) == pytest.approx(np.hypot(sigmas(plain, HINGE, *there), error_deg), rel=0.15)
    assert sigmas(short, HINGE, *later) == pytest.approx(sigmas(plain, HINGE, *later), rel=0.15)


def test_in_a_film_played_too_fast_a_short_thigh_tells_nothing():
    fast = figure(reps(2))
    fast = replace(fast, time_s=fast.time_s / 8.0)
    rate_hz = 8.0 * RATE_HZ
    short, plain = build_motion(with_thighs(fast, 0.6, 9.0), rate_hz), build_motion(fast, rate_hz)
    bend = np.abs(np.gradient(plain.series["hip_hinge_deg"].value)) * rate_hz > 200.0
    assert bend.any()
    ratio = short.series["hip_hinge_deg"].sigma[bend] / plain.series["hip_hinge_deg"].sigma[bend]
    assert np.nanmedian(ratio) < 1.5
