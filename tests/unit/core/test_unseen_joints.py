"""Angles whose joints are guessed are told with the error of a guess."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.measures.motion import build_motion
from hingecheck.core.measures.unseen_joints import OF_ANGLE, WHOLE, doubts_of_unseen_joints
from hingecheck.core.tracking.uncertainty import less_sure
from hingecheck.core.types import Motion, PoseTrack
from stick_figure import LEG_M, SHANK_M, THRUST_BOTTOM, THRUST_TOP, figure, reps

RATE_HZ = 30.0
STANDS = figure(reps(2))
LIES = figure(reps(2, THRUST_TOP, THRUST_BOTTOM, starts="floor"))
EARLY, LATER = (0.1, 0.8), (1.5, 5.0)


def without(track: PoseTrack, joint: str) -> PoseTrack:
    """Until 1 s both of a joint are not seen, as behind a plate."""
    visibility = track.visibility.copy()
    for side in SIDES:
        visibility[track.time_s < 1.0, point(side, joint)] = 0.02
    return replace(track, visibility=visibility)


def with_shanks(track: PoseTrack, share: float) -> PoseTrack:
    """Until 1 s both ankles are drawn so much nearer to their knees, as on a plate's rim."""
    image_px, rows = track.image_px.copy(), track.time_s < 1.0
    for side in SIDES:
        knee, ankle = point(side, "KNEE"), point(side, "ANKLE")
        image_px[rows, ankle] = image_px[rows, knee] + share * (image_px[rows, ankle] - image_px[rows, knee])
    return replace(track, image_px=image_px)


def doubted_of(motion: Motion) -> Motion:
    return less_sure(motion, doubts_of_unseen_joints(motion))


def sigma(motion: Motion, name: str, when: tuple[float, float]) -> float:
    rows = (motion.time_s > when[0]) & (motion.time_s < when[1])
    return float(np.median(motion.series[name].sigma[rows]))


@pytest.mark.parametrize(
    ("track", "joint", "name", "besides_deg"),
    [
        (STANDS, "ANKLE", "shank_inclination_deg", 11.0),
        (STANDS, "ANKLE", "knee_flexion_deg", 12.0),
        (LIES, "KNEE", "hip_hinge_deg", 14.0),
        (LIES, "KNEE", "trunk_inclination_deg", 5.0),
        (STANDS, "KNEE", "hip_hinge_deg", 0.0),  # a trunk that stands is told all the same
        (LIES, "ANKLE", "trunk_inclination_deg", 0.0),
    ],
)
def test_an_angle_is_as_unsure_as_the_guess_of_its_joint(
    track: PoseTrack, joint: str, name: str, besides_deg: float
) -> None:
    hidden, plain = build_motion(without(track, joint), RATE_HZ), build_motion(track, RATE_HZ)
    doubted = doubted_of(hidden)
    told = np.hypot(sigma(hidden, name, EARLY), besides_deg)
    assert sigma(doubted, name, EARLY) == pytest.approx(told, rel=0.02)
    assert sigma(doubted, name, LATER) == pytest.approx(sigma(plain, name, LATER), rel=0.2)


@pytest.mark.parametrize(("share", "besides"), [(0.8, True), (1.0, False)])
def test_a_shank_too_short_from_the_side_is_less_sure(share: float, besides: bool) -> None:
    short, plain = doubted_of(build_motion(with_shanks(STANDS, share), RATE_HZ)), build_motion(STANDS, RATE_HZ)
    error_deg = OF_ANGLE * np.degrees(np.arccos(share * SHANK_M / LEG_M / WHOLE)) if besides else 0.0
    for name in ("shank_inclination_deg", "knee_flexion_deg"):
        there = sigma(plain, name, EARLY)
        assert sigma(short, name, EARLY) == pytest.approx(np.hypot(there, error_deg), rel=0.15)
    assert sigma(short, "hip_hinge_deg", EARLY) == pytest.approx(sigma(plain, "hip_hinge_deg", EARLY), rel=0.15)


def test_from_the_front_a_shank_is_short_by_itself() -> None:
    front = figure(reps(2), 0.0)
    short, plain = doubted_of(build_motion(with_shanks(front, 0.8), RATE_HZ)), build_motion(front, RATE_HZ)
    name = "shank_inclination_deg"
    assert sigma(short, name, EARLY) == pytest.approx(sigma(plain, name, EARLY), rel=0.15)
